import { checkMethods, checkOptions } from '../../options.js';
import { anyCodec } from './anyCodec.js';
import type { Codec } from './codec.js';

/**
 * The codec of the options; `anyCodec` by default.
 *
 * @throws TypeError if `codec` lacks a method
 */
export function givenCodec<K>(options: { readonly codec?: Codec<K> | undefined }): Codec<K> {
  const { codec = anyCodec<K>() } = checkOptions(options, ['codec']);
  checkMethods('codec', codec, ['sub', 'add', 'isNear']);
  if (codec.region !== undefined) checkMethods('codec', codec, ['region']);
  return codec;
}
