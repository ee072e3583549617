/** Index of a number among ascending ones, or of the nearest. There is at least one. */
export function nearestIndex(numbers: readonly number[], wanted: number): number {
  let [from, to] = [0, numbers.length - 1];
  while (from < to) {
    const middle = (from + to) >> 1;
    if ((numbers[middle] ?? NaN) < wanted) from = middle + 1;
    else to = middle;
  }
  const [before, at] = [numbers[from - 1] ?? -Infinity, numbers[from] ?? Infinity];
  return wanted - before < at - wanted ? from - 1 : from;
}
