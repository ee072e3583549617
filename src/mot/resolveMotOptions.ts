import { checkMethods, checkOptions, expected, type Defined } from '../options.js';
import type { MotSource } from './source.js';
import type { MotProviderOptions } from './types.js';

/**
 * Checks what a provider is made of, and fills in the defaults.
 *
 * @throws RangeError | TypeError that names the option, what was expected and what came
 */
export function resolveMotOptions(source: MotSource, options: MotProviderOptions): Defined<MotProviderOptions> {
  const { cacheSize = 100, strict = false, now = () => performance.now() } = checkOptions(options, ['cacheSize', 'strict', 'now']);
  if (Object(source) !== source) throw expected('source', 'a source, as fileSource(path) makes one', source);
  checkMethods('source', source, ['open', 'read', 'close']);
  if (source.verify !== undefined) checkMethods('source', source, ['verify']);
  if (typeof cacheSize !== 'number') throw expected('cacheSize', 'a number', cacheSize);
  if (!(Number.isInteger(cacheSize) && cacheSize >= 0)) throw expected('cacheSize', 'an integer from 0 and up', cacheSize, RangeError);
  if (typeof strict !== 'boolean') throw expected('strict', 'true or false', strict);
  if (typeof now !== 'function') throw expected('now', 'a function', now);
  return { cacheSize, strict, now };
}
