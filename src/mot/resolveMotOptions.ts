import { checkMethods, checkOptions, expected, type Defined } from '../options.js';
import { checkFormatOptions, type MotFormatOptions } from './formatOptions.js';
import type { MotSource } from './source.js';
import type { MotProviderOptions } from './types.js';

/** Options with their defaults, except those of the format, which depend on the file. */
export type ResolvedMotOptions = Defined<Omit<MotProviderOptions, keyof MotFormatOptions>> &
  MotFormatOptions;

const NAMES = ['cacheSize', 'strict', 'now', 'delimiter', 'columns', 'extra'] as const;

/**
 * Checks the arguments of `motProvider` and fills in the defaults.
 *
 * @throws RangeError | TypeError that names the option, what was expected and what was given
 */
export function resolveMotOptions(
  source: MotSource,
  options: MotProviderOptions,
): ResolvedMotOptions {
  const {
    cacheSize = 100,
    strict = false,
    now = () => performance.now(),
    delimiter,
    columns,
    extra,
  } = checkOptions(options, NAMES);
  if (Object(source) !== source)
    throw expected('source', 'a source, as fileSource(path) makes one', source);
  checkMethods('source', source, ['open', 'read', 'close']);
  if (source.verify !== undefined) checkMethods('source', source, ['verify']);
  if (typeof cacheSize !== 'number') throw expected('cacheSize', 'a number', cacheSize);
  if (!(Number.isInteger(cacheSize) && cacheSize >= 0))
    throw expected('cacheSize', 'an integer of 0 or more', cacheSize, RangeError);
  if (typeof strict !== 'boolean') throw expected('strict', 'true or false', strict);
  if (typeof now !== 'function') throw expected('now', 'a function', now);
  checkFormatOptions({ delimiter, columns, extra });
  return {
    cacheSize,
    strict,
    now,
    delimiter,
    columns: typeof columns === 'object' ? [...columns] : columns,
    extra,
  };
}
