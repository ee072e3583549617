/**
 * Whether two keys are rising numbers. A history may contain other keys, some of which throw when
 * they are compared.
 */
export function isBelow(first: unknown, second: unknown): boolean {
  return typeof first === 'number' && typeof second === 'number' && first < second;
}
