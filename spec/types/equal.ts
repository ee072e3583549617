/** `true` if two types are equal, not only assignable to each other. */
type Equal<A, B> =
  (<T>(value: T) => T extends A ? 1 : 2) extends <T>(value: T) => T extends B ? 1 : 2
    ? true
    : false;

/**
 * `isExactly<T>()(value)` compiles only if the type of the value is `T`; returns true, for an
 * expectation of a spec.
 */
export function isExactly<T>(): <A extends T>(
  value: A,
  ...same: Equal<A, T> extends true ? [] : [difference: never]
) => boolean {
  return () => true;
}
