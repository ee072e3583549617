/** How long something visible was blank. */
export interface BlankFigures {
  /** Milliseconds in which something was blank. */
  readonly total: number;
  /** The longest time without a break in which something was blank, in milliseconds. */
  readonly longest: number;
  /** Frames in which something was blank. */
  readonly frames: number;
}

/** A running measurement. */
export interface BlankWatch {
  /** Ends it. */
  stop(): BlankFigures;
}

/**
 * Looks in each animation frame whether something visible is blank. A frame counts until the next
 * one.
 *
 * @param isBlank - whether any visible part has no content
 */
export function watchBlank(isBlank: () => boolean): BlankWatch {
  let [total, longest, lasting, frames] = [0, 0, 0, 0];
  let last = performance.now();
  let wasBlank = false;
  const look = (): void => {
    const now = performance.now();
    if (wasBlank) {
      total += now - last;
      lasting += now - last;
      longest = Math.max(longest, lasting);
    }
    last = now;
    wasBlank = isBlank();
    if (wasBlank) frames++;
    else lasting = 0;
    handle = requestAnimationFrame(look);
  };
  let handle = requestAnimationFrame(look);
  return {
    stop() {
      cancelAnimationFrame(handle);
      return { total, longest, frames };
    },
  };
}
