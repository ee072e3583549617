import type { Codec } from './codec.js';
import { bigints } from './bigints.js';
import { integers } from './integers.js';
import { createTiles } from './tiles.js';

/**
 * Chooses the codec key by key: `integers` for numbers and bigints, `tiles` for strings `z/x/y`,
 * `others` for other strings. Other keys have no steps.
 *
 * @param others - the codec of other strings. @defaultValue none, they have no steps
 */
export function anyCodec<K>(others?: Codec<string>): Codec<K> {
  const codecs = { number: integers(), bigint: bigints() };
  const tiles = createTiles();
  const codecOf = (key: unknown): Codec<K> | undefined =>
    (typeof key === 'string'
      ? tiles.has(key)
        ? tiles
        : others
      : codecs[typeof key as 'number']) as unknown as Codec<K> | undefined;
  /** The codec of both keys. */
  const shared = (a: unknown, b: unknown): Codec<K> | undefined => {
    const codec = codecOf(a);
    return codec === codecOf(b) ? codec : undefined;
  };
  return {
    sub: (to, from) => shared(to, from)?.sub(to, from),
    add: (key, step) => codecOf(key)?.add(key, step),
    isNear: (a, b) => shared(a, b)?.isNear(a, b) ?? false,
    region: (key) => codecOf(key)?.region?.(key),
  };
}
