/** Whether an outcome is an error, also one of another realm. */
export function isError(outcome: unknown): outcome is Error {
  return outcome instanceof Error || Object.prototype.toString.call(outcome) === '[object Error]';
}
