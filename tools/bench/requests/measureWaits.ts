import { Subject, VirtualTimeScheduler } from 'rxjs';
import {
  dynamicDistanceDecay,
  prefetchCache,
  type PrefetchCacheOptions,
} from 'rxjs-prefetch-cache';
import { lanes } from './lanes.js';

/** Mean waits in ms, and how many loads began a request. */
export interface Waits {
  /** Of the requests of a jump. */
  readonly jump: number;
  /** Of the requests of the steps after it. */
  readonly step: number;
  readonly loads: number;
}

const CONNECTIONS = 6;
/** From 80 to 150 ms, in no order. */
const timeOf = (key: number): number => 80 + ((key * 7919) % 71);
const READERS = 4;
/** Steps between two jumps, each after so many ms. */
const STEPS = 9;
const PACE = 250;
/** The keys of one reader, and a number without a factor in common: jumps come in no order. */
const KEYS = 100_000;
const STRIDE = 38_197;

/**
 * Four readers that move together, such as the panes of a viewer, in virtual time: they jump, and
 * then make nine steps ahead. Their source has 6 connections, and takes 80 to 150 ms a load.
 */
export function measureWaits(
  options: Pick<PrefetchCacheOptions<number, string>, 'concurrency' | 'onRequest'>,
  jumps = 200,
): Waits {
  const clock = new VirtualTimeScheduler(undefined, Infinity);
  const cache = prefetchCache(lanes(CONNECTIONS, timeOf, clock), dynamicDistanceDecay(), {
    ...options,
    scheduler: clock,
  });
  const sums = { jump: 0, step: 0 };
  const readers = Array.from({ length: READERS }, () => {
    const key$ = new Subject<number>();
    const asked: ['jump' | 'step', number][] = [];
    key$.pipe(cache).subscribe(() => {
      const [kind, at] = asked.shift() ?? ['step', NaN];
      sums[kind] += clock.now() - at;
    });
    return { key$, asked };
  });
  const ask = (move: number): void => {
    const [jump, step] = [Math.floor(move / (STEPS + 1)), move % (STEPS + 1)];
    readers.forEach(({ key$, asked }, reader) => {
      asked.push([step === 0 ? 'jump' : 'step', clock.now()]);
      key$.next(reader * KEYS + ((jump * STRIDE) % KEYS) + step);
    });
  };
  const moveFrom = (move: number): void => {
    if (move === jumps * (STEPS + 1)) return;
    ask(move);
    clock.schedule(() => moveFrom(move + 1), PACE);
  };
  moveFrom(0);
  clock.flush();
  const { loads, prefetches, requests } = cache.stats();
  cache.close();
  return {
    jump: sums.jump / (READERS * jumps),
    step: sums.step / (READERS * jumps * STEPS),
    loads: (loads + prefetches) / requests,
  };
}
