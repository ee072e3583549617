/** How many of some rising bounds a value reaches. It runs dozens of times a request: no iterator. */
export function levelOf(value: number, bounds: readonly number[]): number {
  let level = 0;
  while (level < bounds.length && value >= (bounds[level] as number)) level++;
  return level;
}
