import type { Codec } from './codec.js';
import { integers } from './integers.js';
import { tiles } from './tiles.js';

/**
 * Chooses the codec key by key: `integers` for numbers, `tiles` for strings of their form. Other
 * keys have no steps.
 */
export function anyCodec<K>(): Codec<K> {
  const [forNumbers, forStrings] = [integers(), tiles()];
  const codecOf = (key: unknown): unknown =>
    typeof key === 'number' ? forNumbers : typeof key === 'string' ? forStrings : undefined;
  return {
    sub: (to, from) =>
      typeof to === typeof from ? (codecOf(to) as Codec<K> | undefined)?.sub(to, from) : undefined,
    add: (key, step) => (codecOf(key) as Codec<K> | undefined)?.add(key, step),
    isNear: (a, b) =>
      typeof a === typeof b && ((codecOf(a) as Codec<K> | undefined)?.isNear(a, b) ?? false),
    region: (key) => (codecOf(key) as Codec<K> | undefined)?.region?.(key),
  };
}
