/** How many of some rising bounds a value reaches. */
export function levelOf(value: number, bounds: readonly number[]): number {
  let level = 0;
  for (const bound of bounds) if (value >= bound) level++;
  return level;
}
