/** One line on the standard error that shows how far a program is. */
export interface Progress {
  /**
   * Shows what is done, now and then.
   *
   * @param share - from 0 to 1; undefined if it is not known
   * @param bytes - shown where the share is not known
   */
  show(what: string, share: number | undefined, bytes?: number): void;
  /** Removes the line. */
  clear(): void;
}

/** Milliseconds between two lines: on a terminal, where one replaces the other, and elsewhere. */
const [OFTEN, SELDOM] = [100, 10_000];

/** @returns a line that is replaced on a terminal; elsewhere one line every ten seconds */
export function createProgress(): Progress {
  const { stderr } = process;
  const wait = stderr.isTTY ? OFTEN : SELDOM;
  let last = performance.now();
  let isShown = false;
  return {
    show(what, share, bytes = 0) {
      const now = performance.now();
      if (now - last < wait) return;
      last = now;
      const done =
        share === undefined ? `${(bytes / 1e6).toFixed(0)} MB` : `${(100 * share).toFixed(0)} %`;
      stderr.write(stderr.isTTY ? `\r\u001b[K${what}: ${done}` : `${what}: ${done}\n`);
      isShown = stderr.isTTY;
    },
    clear() {
      if (isShown) stderr.write('\r\u001b[K');
      isShown = false;
    },
  };
}
