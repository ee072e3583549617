import type { Codec } from './codec.js';
import { integers } from './integers.js';

/** Codec of bigints: a step is a number, so keys that are 2^53 or more apart have none. */
export function bigints(): Codec<bigint> {
  const distances = integers();
  return {
    sub: (to, from) => distances.sub(Number(to - from), 0),
    add: (key, step) => (Number.isSafeInteger(step) ? key + BigInt(step) : undefined),
    isNear: (a, b) => distances.isNear(Number(a - b), 0),
  };
}
