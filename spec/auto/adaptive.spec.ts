import { describe, expect, it } from '@jest/globals';
import { Observable, of, Subject, VirtualTimeScheduler } from 'rxjs';
import { prefetchCache } from '../../operators/prefetchCache.js';
import { adaptive, createAdaptive } from '../../src/auto/adaptive.js';
import { auto } from '../../src/auto/auto.js';
import { sieve } from '../../src/eviction/sieve.js';
import { distanceDecay } from '../../src/predictors/distanceDecay.js';
import { likelihoodsOf } from '../../src/predictors/likelihoodsOf.js';
import type { Control, EvictionPolicy, Predictor } from '../../src/types.js';
import { random } from '../../src/testing/random.js';
import { silent } from '../support/naming.js';
import { replay } from '../support/replay.js';
import { run, walk } from '../support/walk.js';

const start = { type: 'prefetch-start', key: 1, warm: false } as const;
const demand = { type: 'load-start', key: 1 } as const;
const took = (duration: number, key = 1) => ({ type: 'load-success', key, duration }) as const;

describe('adaptive', () => {
  it('raises the threshold while slots are taken', () => {
    const control = adaptive();
    const before = control.threshold;
    for (let i = 0; i < 100; i++) control.moved(i, 6, 6, 100);
    expect(control.threshold).toBeGreaterThan(before);
    for (let i = 100; i < 300; i++) control.moved(i, 0, 6, 100);
    expect(control.threshold).toBeCloseTo(before, 3);
  });

  it('looks twice as far ahead as a load takes at the pace of the reader, from 4 to 16 requests', () => {
    const control = createAdaptive({});
    control.saw(took(100));
    for (let i = 0; i < 200; i++) control.moved(i * 33, 0, 6, 1000);
    expect(control.depth).toBe(10);
    for (let i = 0; i < 200; i++) control.moved(6600 + i * 2000, 0, 6, 1000);
    expect(control.depth).toBe(4);
    for (let i = 0; i < 400; i++) control.moved(406_600 + i, 0, 6, 1000);
    expect(control.depth).toBe(16);
  });

  it('raises the threshold for readers that are slower than loads', () => {
    const thresholdAt = (pace: number): number => {
      const control = createAdaptive({});
      control.saw(took(100));
      for (let i = 0; i < 200; i++) control.moved(i * pace, 0, 6, 100);
      return control.threshold;
    };
    expect(thresholdAt(33)).toBe(thresholdAt(100));
    expect(thresholdAt(160)).toBeGreaterThan(thresholdAt(100));
    expect(thresholdAt(2000)).toBeGreaterThan(thresholdAt(160));
    expect(thresholdAt(9000)).toBe(thresholdAt(2000));
  });

  it('gives a prediction an eighth of the capacity to come true, from 8 to 24 requests', () => {
    const horizonOf = (maxKeys: number): number => {
      const control = createAdaptive({});
      control.moved(0, 0, 6, maxKeys);
      return control.horizon;
    };
    expect([1, 64, 160, 320, 1e6, Infinity].map(horizonOf)).toEqual([8, 8, 20, 24, 24, 24]);
  });

  it('looks and prefetches at most a quarter of the capacity ahead', () => {
    const control = createAdaptive({});
    control.moved(0, 0, 6, 12);
    expect(control.depth).toBe(3);
    expect([control.admits(0.9, 2), control.admits(0.9, 3)]).toEqual([true, false]);
  });

  it('keeps a prefetch with half the threshold, or after three quarters of its time', () => {
    const control = adaptive();
    control.saw(took(100));
    const { threshold } = control;
    expect(control.keeps(threshold / 2, 0)).toBe(true);
    expect(control.keeps(threshold / 2 - 0.01, 50)).toBe(false);
    expect(control.keeps(threshold / 2 - 0.01, 80)).toBe(true);
  });

  it('raises the threshold where loads slow each other down', () => {
    const control = adaptive();
    for (let i = 0; i < 200; i++) {
      const together = 1 + (i % 5);
      for (let k = 1; k <= together; k++) control.saw({ ...demand, key: k });
      for (let k = 1; k <= together; k++) control.saw(took(50 + 50 * k, k));
      control.moved(i * 100, 0, 6, 100);
    }
    expect(control.threshold).toBeGreaterThan(0.3);
  });

  it('raises the threshold where loads slow each other down and few prefetches are used, to at most 0.9', () => {
    const threshold = (slower: number, used: readonly boolean[]): number => {
      const control = adaptive();
      for (let i = 0; i < 200; i++) {
        const together = 1 + (i % 5);
        for (let k = 1; k <= together; k++) control.saw({ ...demand, key: k });
        for (let k = 1; k <= together; k++) control.saw(took(100 - slower + slower * k, k));
        for (const isUsed of used) {
          if (isUsed)
            control.saw({
              type: 'hit',
              key: 1,
              reader: 1,
              moved: true,
              firstUse: true,
              held: false,
            });
          else control.saw({ type: 'evict', key: 1, bytes: 0, unused: true, reason: 'capacity' });
        }
        control.moved(i * 100, 0, 6, 100);
      }
      return control.threshold;
    };
    const free = threshold(0, [true]);
    const allUsed = threshold(10, [true]);
    const halfUsed = threshold(10, [true, false]);
    const fewUsed = threshold(10, [true, false, false, false]);
    expect(allUsed - free).toBeCloseTo(0.1 - 0.05, 2);
    expect(halfUsed - allUsed).toBeCloseTo(0.05, 1);
    expect(fewUsed).toBeGreaterThan(halfUsed + 0.02);
    expect(threshold(10, [false])).toBeCloseTo(free + 0.5, 2);
    expect(threshold(50, [false])).toBe(0.9);
    expect(threshold(0, [false])).toBe(free);
  });

  it('counts an aborted or failed prefetch as unused, except one of `warm`', () => {
    const threshold = (
      type: 'prefetch-abort' | 'prefetch-error',
      warm: boolean,
      used: boolean,
    ): number => {
      const control = adaptive();
      for (let i = 0; i < 200; i++) {
        const together = 1 + (i % 5);
        for (let k = 1; k <= together; k++) control.saw({ ...demand, key: k });
        for (let k = 1; k <= together; k++) control.saw(took(90 + 10 * k, k));
        control.saw({ type, key: 9, duration: 1, warm, used, error: undefined });
        control.moved(i * 100, 0, 6, 100);
      }
      return control.threshold;
    };
    for (const type of ['prefetch-abort', 'prefetch-error'] as const) {
      expect(threshold(type, false, false)).toBeGreaterThan(0.5);
      for (const [warm, used] of [[true, false], [false, true]] as const) expect(threshold(type, warm, used)).toBeLessThan(0.25); // prettier-ignore
    }
  });

  it('keeps the threshold low where loads do not slow each other down', () => {
    const control = adaptive();
    const chance = random(4);
    for (let i = 0; i < 500; i++) {
      const together = 1 + (i % 5);
      for (let k = 1; k <= together; k++) control.saw({ ...demand, key: k });
      for (let k = 1; k <= together; k++) control.saw(took(80 + 40 * chance(), k));
      control.moved(i * 100, 0, 6, 100);
    }
    expect(control.threshold).toBeLessThan(0.15);
  });

  it('limits unused prefetches to `waste` for each load of a request', () => {
    const control = adaptive({ waste: 0.5 });
    expect(control.admits(1, 0)).toBe(false);
    for (let i = 0; i < 4; i++) control.saw(demand);
    expect(control.admits(1, 0)).toBe(true);
    control.saw(start);
    control.saw(start);
    expect(control.admits(1, 0)).toBe(false);
    control.saw({ type: 'hit', key: 1, reader: 1, moved: true, firstUse: true, held: false });
    expect(control.admits(1, 0)).toBe(true);
  });

  it('prefetches nothing with a `waste` of 0', () => {
    const { prefetches } = replay(run(0, 100), auto<number>({ waste: 0 }));
    expect(prefetches).toBe(0);
  });

  it.each([
    [{ saveData: true }, 0.25],
    [{ effectiveType: 'slow-2g' }, 0.25],
    [{ effectiveType: '3g' }, 0.25],
    [{ effectiveType: '4g', saveData: false }, Infinity],
  ])('takes the connection %j for a `waste` of %p', (connection, waste) => {
    const before = Object.getOwnPropertyDescriptor(globalThis, 'navigator');
    Object.defineProperty(globalThis, 'navigator', { value: { connection }, configurable: true });
    try {
      const control = adaptive();
      for (let i = 0; i < 4; i++) control.saw(demand);
      control.saw(start);
      expect(control.admits(1, 0)).toBe(waste === Infinity);
    } finally {
      if (before) Object.defineProperty(globalThis, 'navigator', before);
      else Reflect.deleteProperty(globalThis, 'navigator');
    }
  });

  it('measures the ranks of a predictor with any scale of likelihoods', () => {
    const always: Predictor<number> = (current) => [[current + 1, 900], [current - 1, 800], [7_777_777, 1000]]; // prettier-ignore
    const likelihoods = walk(adaptive<number>().measure(always), run(0, 100));
    expect(likelihoods.get(100)).toBeGreaterThan(0.8);
    expect(likelihoods.get(7_777_777) ?? 0).toBeLessThan(0.1);
  });

  it('saves loads of a fixed predictor, and keeps its hits', () => {
    const keys = run(0, 400);
    const [plain, controlled] = [
      replay(keys, distanceDecay()),
      replay(keys, distanceDecay(), { control: adaptive<number>() }),
    ];
    expect(controlled.prefetches).toBeLessThan(plain.prefetches);
    expect(controlled.hits + controlled.joins).toBeGreaterThan(360);
  });
});

describe('A cache with control', () => {
  /** A control that admits and keeps everything. */
  const neutral = (parts: Partial<Control<number>>): Control<number> => ({
    shield: 0,
    dwell: 0,
    moved: () => undefined,
    admits: () => true,
    keeps: () => true,
    saw: () => undefined,
    eviction: () => sieve(),
    measure: (predictor) => ({
      predict: (current, history, add) =>
        likelihoodsOf(predictor, current, history).forEach((l, k) => add(k, l)),
    }),
    ...parts,
  });
  const started = (
    control: Control<number>,
    predictor: Predictor<number>,
    moves = 3,
  ): readonly number[] => {
    const loads: number[] = [];
    const cache = prefetchCache<number, number>(
      (key, { reason }) => {
        if (reason === 'prefetch') loads.push(key);
        return new Observable();
      },
      predictor,
      { control, order: 'merge' },
    );
    const key$ = new Subject<number>();
    key$.pipe(cache).subscribe();
    for (let i = 0; i < moves; i++) key$.next(i);
    cache.close();
    return loads;
  };

  it('prefetches only keys that are admitted', () => {
    const predictor = (): [number, number][] => [[100, 0.9], [101, 0.2]]; // prettier-ignore
    expect(started(neutral({}), predictor)).toEqual([100, 101]);
    expect(started(neutral({ admits: (likelihood) => likelihood > 0.5 }), predictor)).toEqual([
      100,
    ]);
  });

  it('aborts a prefetch that is not kept', () => {
    let aborted = 0;
    const abortsWith = (keeps: boolean): number => {
      aborted = 0;
      const load = () => new Observable<number>(() => () => aborted++);
      const cache = prefetchCache<number, number>(load, () => [[100, 0.9]], {
        control: neutral({ keeps: () => keeps }),
        order: 'merge',
      });
      const key$ = new Subject<number>();
      const reader = key$.pipe(cache).subscribe();
      key$.next(1);
      key$.next(2);
      const before = aborted;
      reader.unsubscribe();
      return before;
    };
    expect([abortsWith(true), abortsWith(false)]).toEqual([0, 1]);
  });

  it('tells the control each first use, also without a subscriber of events$', () => {
    const seen: string[] = [];
    const control = neutral({
      saw: (event) => {
        if (event.type === 'hit') seen.push(`hit ${event.key} ${event.firstUse}`);
      },
    });
    const cache = prefetchCache<number, number>(
      (key) => of(key),
      (current) => [[current + 1, 1]],
      { control },
    );
    of(1, 2, 1).pipe(cache).subscribe();
    expect(seen).toEqual(['hit 2 true']);
  });

  it('evicts by the policy of its control, unless it has the option `eviction`', () => {
    const asked: string[] = [];
    const spy = (name: string): EvictionPolicy<number> => ({
      ...sieve<number>(),
      victim() {
        asked.push(name);
        return undefined;
      },
    });
    const fill = (given: object) =>
      of(1, 2, 3)
        .pipe(prefetchCache((key: number) => of(key), silent, { maxKeys: 1, ...given }))
        .subscribe();
    fill({ control: neutral({ eviction: () => spy('control') }) });
    expect(new Set(asked)).toEqual(new Set(['control']));
    fill({ control: neutral({ eviction: () => spy('control') }), eviction: spy('given') });
    expect(asked.at(-1)).toBe('given');
  });

  it('takes residents below the shield as equally likely', () => {
    const held = (shield: number): boolean => {
      // 1 always has a likelihood of 0.2, and is the oldest.
      const cache = prefetchCache<number, number>((key) => of(key), () => [[1, 0.2]], { control: neutral({ shield }), maxKeys: 2 }); // prettier-ignore
      of(1, 2, 3).pipe(cache).subscribe();
      return cache.has(1);
    };
    expect([held(0), held(0.3)]).toEqual([true, false]);
  });

  it('prefetches once its reader has stayed for `dwell`', () => {
    const scheduler = new VirtualTimeScheduler(undefined, Infinity);
    const begun: string[] = [];
    const load = (key: number, { reason }: { reason: string }) => {
      if (reason === 'prefetch') begun.push(`${key} at ${scheduler.now()}`);
      return of(key);
    };
    const cache = prefetchCache(load, (current: number) => [[current + 1, 1]], {
      control: neutral({ dwell: 100 }),
      scheduler,
    });
    const key$ = new Subject<number>();
    const reader = key$.pipe(cache).subscribe();
    for (const [key, at] of [[10, 0], [20, 50], [30, 99], [40, 500], [50, 900]] as const) scheduler.schedule(() => key$.next(key), at); // prettier-ignore
    scheduler.schedule(() => reader.unsubscribe(), 950);
    scheduler.flush();
    expect(begun).toEqual(['31 at 199', '41 at 600']);
  });

  it('refuses a control that lacks a method', () => {
    expect(() =>
      prefetchCache((key: number) => of(key), silent, { control: {} as Control<number> }),
    ).toThrow('Expected `control` to be an object with `moved`, got `{}` (object)');
  });
});

describe('A cache with auto', () => {
  it('saves a sequential reader nearly all waits, with few unused loads', () => {
    const stats = replay(run(0, 500), auto<number>());
    expect(stats.wait.mean).toBeLessThan(2);
    expect(stats.loads + stats.prefetches).toBeLessThan(530);
  });

  it('has the reason for each planned key in its snapshot', () => {
    let why: unknown;
    replay(run(0, 40), auto<number>(), {
      asked: (cache, place) => {
        if (place === 30) why = cache.snapshot().plan[0]?.why;
      },
    });
    expect(why).toMatchObject({ verdict: 'planned' });
  });

  it('predicts after 200 readers as before', () => {
    const predictor = auto<number>();
    for (let reader = 0; reader < 200; reader++) walk(predictor, run(reader * 1000, 5), { reader });
    expect(walk(predictor, run(5, 30), { reader: 201 }).get(35)).toBeGreaterThan(0.5);
  });
});
