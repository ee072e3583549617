/** Whether a part of a saved model is a list of lists of finite numbers. */
export function areRows(value: unknown): value is readonly (readonly number[])[] {
  return (
    Array.isArray(value) && value.every((row) => Array.isArray(row) && row.every(Number.isFinite))
  );
}
