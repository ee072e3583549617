/**
 * Whether two keys are numbers that rise: a history may hold other keys, and comparing some of
 * those throws.
 */
export function isBelow(first: unknown, second: unknown): boolean {
  return typeof first === 'number' && typeof second === 'number' && first < second;
}
