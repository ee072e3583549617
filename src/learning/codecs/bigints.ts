import type { Codec } from './codec.js';
import { integers } from './integers.js';

/** Codec of bigints: steps are numbers, so keys that are 2^53 or more apart have none. */
export function bigints(): Codec<bigint> {
  const { isNear, sub } = integers();
  return {
    sub: (to, from) => sub(Number(to - from), 0),
    add: (key, step) =>
      typeof step === 'number' && Number.isSafeInteger(step) ? key + BigInt(step) : undefined,
    isNear: (a, b) => isNear(Number(a - b), 0),
  };
}
