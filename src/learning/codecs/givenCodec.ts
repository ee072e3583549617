import { checkMethods, checkOptions } from '../../options.js';
import { anyCodec } from './anyCodec.js';
import type { Codec } from './codec.js';

/**
 * The codec that options name, else the one that fits.
 *
 * @throws TypeError for what is no codec
 */
export function givenCodec<K>(options: { readonly codec?: Codec<K> | undefined }): Codec<K> {
  const { codec = anyCodec<K>() } = checkOptions(options, ['codec']);
  checkMethods('codec', codec, ['sub', 'add', 'isNear']);
  if (codec.region !== undefined) checkMethods('codec', codec, ['region']);
  return codec;
}
