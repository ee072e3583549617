/** Runs all slices of a save at once; returns its result. */
export function runSlices<T>(slices: Generator<void, T>): T {
  for (;;) {
    const { done, value } = slices.next();
    if (done) return value;
  }
}
