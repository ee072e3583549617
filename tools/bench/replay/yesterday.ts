import { setImmediate } from 'node:timers/promises';
import { auto, type AutoJson, type AutoPredictor } from 'rxjs-prefetch-cache';
import { concatMap, from, type Observable } from 'rxjs';
import { replay, type Outcome } from '../../../src/replay/replay.js';
import { prefetching } from '../../../src/replay/prefetching.js';
import type { Trace } from './trace.js';
import type { Key, Setting } from '../../../src/replay/types.js';

/** What a model of the first half of a trace is worth in its second half. */
export interface Yesterday {
  readonly trace: string;
  /** Characters of the model as JSON. */
  readonly size: number;
  /** Over the second half. */
  readonly whole: Comparison;
  /** Over its first 200 requests. */
  readonly first: Comparison;
}

/** What came of a new `auto()`, and of one that began with a model. */
export interface Comparison {
  readonly fresh: Outcome;
  readonly restored: Outcome;
}

/** A trace, and the world in which it is read. */
export interface Day {
  readonly trace: Trace;
  readonly setting: Setting;
}

/** How many requests are the first. */
const FIRST = 200;

/**
 * Reads traces in two halves, one trace after the other: `auto()` learns from the first half, and
 * the second is met with and without what it learned.
 */
export function measureYesterdays(days: readonly Day[]): Observable<Yesterday> {
  return from(days).pipe(
    concatMap(async ({ trace: { name, keys }, setting }) => {
      // So that the progress is drawn, and an interrupt is heard.
      await setImmediate();
      const half = Math.ceil(keys.length / 2);
      const learner = auto<Key>();
      const run = (predictor: () => AutoPredictor<Key>, part: readonly Key[]) =>
        replay(prefetching(predictor), part, setting);
      await run(() => learner, keys.slice(0, half));
      const model = JSON.stringify(learner.toJSON());
      const compare = async (part: readonly Key[]): Promise<Comparison> => ({
        fresh: await run(() => auto(), part),
        restored: await run(() => auto({ from: JSON.parse(model) as AutoJson }), part),
      });
      const after = keys.slice(half);
      return {
        trace: name,
        size: model.length,
        whole: await compare(after),
        first: await compare(after.slice(0, FIRST)),
      };
    }),
  );
}
