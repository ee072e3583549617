import type { MotSource } from './source.js';
import type { MotProviderOptions } from './types.js';
import { wrong } from './wrong.js';

/**
 * Checks what a provider is made of, and fills in the defaults.
 *
 * @throws RangeError | TypeError that names the option, what was expected and what came
 */
export function resolveMotOptions(source: MotSource, options: MotProviderOptions): Required<MotProviderOptions> {
  const { cacheSize = 100, strict = false, now = () => performance.now() } = options;
  const methods = source as Partial<MotSource> | null | undefined;
  if (typeof methods?.open !== 'function' || typeof methods.read !== 'function' || typeof methods.close !== 'function') {
    throw wrong('source', 'a source, as fileSource(path) makes one', source);
  }
  if (typeof cacheSize !== 'number') throw wrong('cacheSize', 'a number', cacheSize);
  if (!(Number.isInteger(cacheSize) && cacheSize >= 0)) throw wrong('cacheSize', 'an integer from 0 and up', cacheSize, RangeError);
  if (typeof strict !== 'boolean') throw wrong('strict', 'true or false', strict);
  if (typeof now !== 'function') throw wrong('now', 'a function', now);
  return { cacheSize, strict, now };
}
