/** Whether this is a list of lists of numbers, as what was learned is saved. */
export function areRows(value: unknown): value is readonly (readonly number[])[] {
  return (
    Array.isArray(value) && value.every((row) => Array.isArray(row) && row.every(Number.isFinite))
  );
}
