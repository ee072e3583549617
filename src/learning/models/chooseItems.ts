/** Worths from which on items are equal. */
const MAX_WORTH = 256;

/**
 * Chooses items within a limit of costs: those that are worth most first, of equals the last. An
 * item that does not fit any more is passed over.
 *
 * @returns 1 for each chosen item, 0 for each other one
 */
export function chooseItems(
  worths: ArrayLike<number>,
  costs: ArrayLike<number>,
  limit: number,
): Uint8Array<ArrayBuffer> {
  const byWorth: number[][] = Array.from({ length: MAX_WORTH }, () => []);
  for (let item = 0; item < worths.length; item++)
    byWorth[Math.min(worths[item] as number, MAX_WORTH - 1)]?.push(item);
  const chosen = new Uint8Array(worths.length);
  let left = limit;
  for (const items of byWorth.reverse()) {
    for (const item of items.reverse()) {
      const cost = costs[item] as number;
      if (cost > left) continue;
      left -= cost;
      chosen[item] = 1;
    }
  }
  return chosen;
}
