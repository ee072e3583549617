import type { Entry } from '../../src/cache/entry.js';
import { isByArrival } from '../../src/eviction/byArrival.js';
import type { Explanation } from '../../src/events.js';
import {
  checkNumber,
  checkOptions,
  type Defined,
  type ResolvedOptions,
} from '../../src/options.js';
import type {
  AccessPredictor,
  BatchOptions,
  Control,
  DataProvider,
  EvictionPolicy,
  LoadFunction,
  LoadManyFunction,
  Predictor,
  Provider,
} from '../../src/types.js';
import { claimInstances } from './claimInstances.js';
import { monotonicNow } from './monotonicNow.js';
import { reportErrors } from './reportErrors.js';
import { safePolicy } from './safePolicy.js';

/** `loadMany` of a provider, with the size and the window of its batches. */
export interface ManyPart<K, V> extends Defined<BatchOptions> {
  readonly loadMany: LoadManyFunction<K, V>;
}

/** The user parts of a cache, in the form in which the cache calls them. */
export interface UserParts<K, V> {
  /** Undefined if the provider has only `loadMany`. */
  readonly load: LoadFunction<K, V> | undefined;
  readonly many: ManyPart<K, V> | undefined;
  /** Whether the provider has a key. */
  readonly isProvided: (key: K) => boolean;
  /** The identity of a key. */
  readonly identify: (key: K) => unknown;
  /**
   * Sets `expires` and `bytes` of an entry.
   * @throws RangeError | TypeError if `sizeOf` or `ttl` returns no valid number
   */
  readonly measure: (entry: Entry<K, V>) => void;
  /** The clock, in ms. */
  readonly now: () => number;
  readonly control: Control<K> | undefined;
  /** The eviction policy; undefined if the order of arrival decides. */
  readonly policy: EvictionPolicy<K> | undefined;
  /** The predictor, measured by the control if there is one. */
  readonly predictor: Predictor<K>;
  /** Calls `ended` of the predictor. */
  readonly ended: (reader: number) => void;
  /** Explains why a key is planned, if the predictor can. */
  readonly explain: ((key: K) => Explanation) | undefined;
  /** Releases the instances, so that they may serve another cache. */
  readonly release: () => void;
}

/**
 * Wraps the user parts of one cache.
 *
 * @throws Error for an instance that serves another open cache
 */
export function resolveUserParts<K, V>(
  provider: Provider<K, V>,
  given: Predictor<K>,
  { control: ownControl, eviction, keyOf, sizeOf, ttl, scheduler }: ResolvedOptions<K, V>,
): UserParts<K, V> {
  // A predictor that is a function has none of these members.
  const { control: broughtAlong, explain, observe } = given as Partial<AccessPredictor<K>>;
  const { load, loadMany, has, batch = {} } = provider as Partial<DataProvider<K, V>>;
  const release = claimInstances({ predictor: observe && given, eviction, control: ownControl });
  const control = ownControl ?? broughtAlong;
  const predictor = ownControl?.measure(given) ?? given;
  const { ended } = predictor as Partial<AccessPredictor<K>>;
  const policy = eviction ?? control?.eviction();
  const now = scheduler ? () => scheduler.now() : monotonicNow;
  return {
    load: typeof provider === 'function' ? provider : load?.bind(provider),
    many: loadMany && resolveMany(loadMany.bind(provider), batch),
    isProvided: (key) => has?.call(provider, key) ?? true,
    identify: keyOf ?? ((key) => key),
    measure(entry) {
      const { key, value } = entry;
      const lifetime =
        typeof ttl === 'number'
          ? ttl
          : checkNumber('ttl(value)', ttl(value, key), Number.MIN_VALUE);
      if (lifetime < Infinity) entry.expires = now() + lifetime;
      if (!sizeOf) return;
      const bytes = sizeOf(value, key);
      entry.bytes = checkNumber('sizeOf(value)', bytes, 0, false, Number.MAX_VALUE);
    },
    now,
    control,
    policy: policy && !isByArrival(policy) ? safePolicy(policy) : undefined,
    predictor,
    ended: (reader) => reportErrors(() => ended?.call(predictor, reader)),
    explain: explain?.bind(given),
    release,
  };
}

/** Limit of `window`, in ms. */
const MAX_WINDOW = 60_000;

function resolveMany<K, V>(loadMany: LoadManyFunction<K, V>, batch: BatchOptions): ManyPart<K, V> {
  const { size = 100, window = 0 } = checkOptions(batch, ['size', 'window']);
  return {
    loadMany,
    size: checkNumber('batch.size', size, 1, true),
    window: checkNumber('batch.window', window, 0, false, MAX_WINDOW),
  };
}
