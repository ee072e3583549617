import { Observable, type Subscriber } from 'rxjs';
import type { LoadContext } from '../../src/types.js';
import { word } from './word.js';

interface Load<K> {
  readonly key: K;
  readonly subscriber: Subscriber<string>;
  open: boolean;
}

/** A provider whose loads the test ends. */
export interface HandProvider<K> {
  readonly load: (key: K, context: LoadContext) => Observable<string>;
  /**
   * What happened, in order: `demand 1` or `prefetch 1` (a load began), `left 1` (it was
   * unsubscribed), `abort 1` (its signal).
   */
  readonly log: string[];
  /** Keys of the loads in flight, in the order in which they began. */
  readonly open: () => K[];
  /** Ends the oldest open load of each key, with the value `item <key>`. */
  readonly give: (...keys: K[]) => void;
  /** Ends the oldest open load of a key with this value. */
  readonly giveValue: (key: K, value: string) => void;
  readonly fail: (key: K, error?: Error) => void;
  /** Ends the oldest open load of a key without a value. */
  readonly end: (key: K) => void;
}

/** Makes a provider whose loads the test ends. It reads the signal of each. */
export function handProvider<K = number>(): HandProvider<K> {
  const loads: Load<K>[] = [];
  const log: string[] = [];
  const take = (key: K): Subscriber<string> => {
    const found = loads.find((load) => load.open && Object.is(load.key, key));
    if (!found) throw new Error(`Nothing loads ${word(key)}: ${log.join(', ')}`);
    found.open = false;
    return found.subscriber;
  };
  const giveValue = (key: K, value: string): void => take(key).next(value);
  return {
    log,
    load: (key, { signal, reason }) => {
      signal.addEventListener('abort', () => log.push(`abort ${word(key)}`));
      return new Observable((subscriber) => {
        const load = { key, subscriber, open: true };
        loads.push(load);
        log.push(`${reason} ${word(key)}`);
        return () => {
          if (load.open) log.push(`left ${word(key)}`);
          load.open = false;
        };
      });
    },
    open: () => loads.filter(({ open }) => open).map(({ key }) => key),
    give: (...keys) => {
      for (const key of keys) giveValue(key, `item ${word(key)}`);
    },
    giveValue,
    fail: (key, error = new Error(`no ${word(key)}`)) => take(key).error(error),
    end: (key) => take(key).complete(),
  };
}
