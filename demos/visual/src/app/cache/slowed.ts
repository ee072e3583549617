import { from, mergeMap, of, timer, type ObservableInput } from 'rxjs';
import type { DataProvider, LoadContext } from 'rxjs-prefetch-cache';
import type { Settings } from './settings/settings.js';

/** The provider that is slowed: of promises or observables. */
export interface Source<K, V> {
  load(key: K, context: LoadContext): ObservableInput<V>;
  has(key: K): boolean;
}

/** A provider with the latency and failures of the settings at the time of each load. */
export function slowed<K, V>(
  source: Source<K, V>,
  { latency, failures }: Pick<Settings, 'latency' | 'failures'>,
): DataProvider<K, V> {
  return {
    has: (key) => source.has(key),
    load: (key, context) => {
      const time = latency() * (0.8 + 0.4 * Math.random());
      return (time > 0 ? timer(time) : of(0)).pipe(
        mergeMap(() => {
          if (Math.random() * 100 < failures())
            throw new Error('the source failed, as the settings ask');
          return from(source.load(key, context));
        }),
      );
    },
  };
}
