/** Whether two identities are one, as a Map sees it (SameValueZero). */
export function sameKey(a: unknown, b: unknown): boolean {
  return a === b || (a !== a && b !== b);
}
