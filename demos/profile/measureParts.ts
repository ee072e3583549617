import { of, Subject } from 'rxjs';
import {
  auto,
  distanceDecay,
  dynamicData,
  dynamicDistanceDecay,
  prefetchCache,
  type AccessPredictor,
  type Predictor,
} from 'rxjs-prefetch-cache';
import { clock } from '../shared/clock.js';
import type { MotFile } from '../shared/openMot.js';
import { meanTime } from './meanTime.js';
import { possibleJumps } from './measurePattern.js';

/** Time of one call of a part. */
export interface PartFigures {
  readonly part: 'provider' | 'predictor' | 'cache';
  readonly call: string;
  /** Milliseconds. */
  readonly time: number;
}

/** Times provider, predictors and cache separately, each for `budget` milliseconds. */
export async function measureParts(file: MotFile, budget: number): Promise<PartFigures[]> {
  return [
    await measureProvider(file, budget),
    ...measurePredictors(budget),
    ...measureLearning(budget),
    ...measureCache(budget),
  ];
}

async function measureProvider(
  { provider, frames }: MotFile,
  budget: number,
): Promise<PartFigures> {
  const load = async () => {
    const began = clock.now();
    let loads = 0;
    for (; loads === 0 || clock.now() < began + budget; loads++)
      await provider.load(frames[(17 * loads) % frames.length] ?? 0);
    return (clock.now() - began) / loads;
  };
  await load();
  return { part: 'provider', call: 'read and parse a frame', time: await load() };
}

function measurePredictors(budget: number): PartFigures[] {
  const predictors: Record<string, AccessPredictor<number>> = {
    distanceDecay: distanceDecay(),
    dynamicDistanceDecay: dynamicDistanceDecay(),
    dynamicData: dynamicData({ possibleJumps }),
  };
  return Object.entries(predictors).map(([name, predictor]) => {
    const history = [1_000, 1_001, 1_002];
    const said = { scores: 0, sum: 0 };
    const add = (_key: number, likelihood: number) => {
      said.scores++;
      said.sum += likelihood;
    };
    predictor.predict(1_002, history, add);
    const call = `${name}, ${said.scores} scores`;
    return {
      part: 'predictor',
      call,
      time: meanTime(() => predictor.predict(1_002, history, add), budget),
    };
  });
}

/** Times `auto` without residents: it learns from each key, and predicts. */
function measureLearning(budget: number): PartFigures[] {
  return [
    learning(
      'a drag over frames',
      (at) => Math.round(2_000 + 1_500 * Math.sin(at / 40) + (at % 3)),
      budget,
    ),
    learning(
      'a pan over map tiles',
      (at) => `12/${Math.round(2_000 + 20 * Math.sin(at / 60))}/${1_000 + (at % 8)}`,
      budget,
    ),
    learning('links between pages', (at) => `/page/${(at * at) % 97}`, budget),
  ];
}

function learning(what: string, keyOf: (at: number) => unknown, budget: number): PartFigures {
  const learner = auto<unknown>();
  const history: unknown[] = [];
  let at = 0;
  const move = () => {
    const key = keyOf(at);
    if (history.push(key) > 30) history.shift();
    learner.observe({ key, at: 30 * at++, reader: 1, outcome: 'miss', isResident: () => false });
    learner.predict(key, history, () => undefined);
  };
  return { part: 'predictor', call: `auto, ${what}`, time: meanTime(move, budget) };
}

/** Times caches of 100 items with free loads and without prefetching: the cache itself. */
function measureCache(budget: number): PartFigures[] {
  const none = () => [];
  return [
    { part: 'cache', call: 'a hit, no predictor', time: requestTime(none, (i) => i % 100, budget) },
    {
      part: 'cache',
      call: 'a hit, dynamicData',
      time: requestTime(dynamicData({ possibleJumps }), (i) => i % 100, budget),
    },
    { part: 'cache', call: 'a hit, auto', time: requestTime(auto(), (i) => i % 100, budget) },
    {
      part: 'cache',
      call: 'a miss that evicts, no predictor',
      time: requestTime(none, (i) => i, budget),
    },
  ];
}

function requestTime(
  predictor: Predictor<number>,
  keyAt: (i: number) => number,
  budget: number,
): number {
  using cache = prefetchCache((key: number) => of(key), predictor, {
    maxKeys: 100,
    concurrency: 0,
  });
  const key$ = new Subject<number>();
  key$.pipe(cache).subscribe();
  let i = 0;
  return meanTime(() => key$.next(keyAt(i++)), budget);
}
