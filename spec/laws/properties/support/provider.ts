import { Observable, type Subscriber } from 'rxjs';
import type { AccessPredictor, DataProvider, Predictor } from '../../../../src/index.js';
import { idOf, type Item, type Key } from './log.js';
import type { Stage } from './play.js';
import { KEYS } from './program.js';

/** How a load ends. */
export type Outcome = 'value' | 'error' | 'empty';

/** A provider whose loads end when a program ends them. */
export interface PlayedProvider extends DataProvider<Key, Item> {
  /** The loads in flight, by number: each can be ended. */
  readonly open: ReadonlyMap<number, (outcome: Outcome, bytes: number) => void>;
}

/** The error of a load, by its number. */
export class Failure extends Error {
  constructor(readonly load: number) {
    super(`load ${load} failed`);
  }
}

/** A provider that writes down each load. */
export function createProvider(stage: Stage, refused: ReadonlySet<number>): PlayedProvider {
  const { config, act, visit, createItem } = stage;
  const open = new Map<number, (outcome: Outcome, bytes: number) => void>();
  let count = 0;

  const end = (
    load: number,
    id: number,
    sink: Subscriber<Item>,
    outcome: Outcome,
    bytes: number,
  ): void => {
    open.delete(load);
    if (outcome === 'value') {
      const item = createItem(id, bytes);
      act({ type: 'value', load, item, isMidway: stage.isMidway() });
      sink.next(item);
      // Of several values the first counts.
      if (bytes % 2 === 0) sink.next(createItem(id, bytes));
      sink.complete();
      return;
    }
    act({ type: 'fail', load });
    if (outcome === 'error') sink.error(new Failure(load));
    else sink.complete();
  };
  return {
    open,
    has: (key) => !refused.has(idOf(key)),
    load(key, { signal, reason }) {
      const id = idOf(key);
      const load = count++;
      const answer = config.answers[id];
      act({ type: 'load', load, id, reason });
      signal.addEventListener('abort', () => {
        act({ type: 'abort', load });
        visit('abort');
      });
      visit('load');
      if (answer === 'throws') {
        act({ type: 'fail', load });
        throw new Failure(load);
      }
      return new Observable<Item>((sink) => {
        if (sink.closed) return;
        open.set(load, (outcome, bytes) => end(load, id, sink, outcome, bytes));
        if (answer === 'value' || answer === 'error' || answer === 'empty')
          end(load, id, sink, answer, load % 4);
        return () => {
          if (!open.delete(load)) return;
          act({ type: 'left', load });
          visit('teardown');
        };
      });
    },
  };
}

/** A predictor that answers what the rows of the program say, and writes down when it is asked. */
export function createPredictor({ config, act, visit, key, cacheOf }: Stage): Predictor<Key> {
  const answer = (current: Key, past: readonly Key[]): (readonly [Key, number])[] => {
    const id = idOf(current);
    const history = past.map(idOf);
    act({ type: 'predict', id, history });
    visit('predict');
    act({ type: 'predicted', id, history });
    return (config.rows[id] ?? []).map(([next, likelihood]) => [key(next), likelihood] as const);
  };
  const predictor: AccessPredictor<Key> = {
    observe(access) {
      const { at: time, reader, outcome } = access;
      act({ type: 'observe', id: idOf(access.key), time, reader, outcome });
      for (let id = 0; id < KEYS; id++)
        if (access.isResident(key(id)) !== cacheOf().has(key(id)))
          act({ type: 'fault', message: `isResident(${id}) is not what has(${id}) returns` });
    },
    predict(current, history, add) {
      for (const [next, likelihood] of answer(current, history)) add(next, likelihood);
    },
  };
  return config.observes ? predictor : answer;
}
