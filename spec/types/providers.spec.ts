import { ReadableStream as NodeReadableStream } from 'node:stream/web';
import { describe, expect, it } from '@jest/globals';
import { of, type Observable } from 'rxjs';
import { prefetchCache } from '../../operators/prefetchCache.js';
import { adaptive } from '../../src/auto/adaptive.js';
import { largest } from '../../src/eviction/largest.js';
import { lhd } from '../../src/eviction/lhd.js';
import { lru } from '../../src/eviction/lru.js';
import { oldest } from '../../src/eviction/oldest.js';
import { sieve } from '../../src/eviction/sieve.js';
import { smallest } from '../../src/eviction/smallest.js';
import { associations } from '../../src/learning/experts/associations.js';
import { auto } from '../../src/auto/auto.js';
import { deltas } from '../../src/learning/experts/deltas.js';
import { distanceDecay } from '../../src/predictors/distanceDecay.js';
import { dynamicData } from '../../src/predictors/dynamicData.js';
import { dynamicDistanceDecay } from '../../src/predictors/dynamicDistanceDecay.js';
import { markov } from '../../src/learning/experts/markov.js';
import { spatial } from '../../src/learning/experts/spatial.js';
import { strides } from '../../src/learning/experts/strides.js';
import type { DataProvider, LoadContext, LoadResult, PrefetchCache } from '../../src/types.js';
import { isExactly } from './equal.js';

interface Page {
  readonly rows: readonly string[];
}
const page: Page = { rows: [] };
const isPages = isExactly<PrefetchCache<number, Page>>();
const use = (_signal: AbortSignal): Page => page;

/** What `HttpClient` returns: its type is given, not inferred. */
const http = { get: <T>(_url: string): Observable<T> => of(page as T) };
const dataProvider: DataProvider<number, Page> = { load: () => Promise.resolve(page) };

describe('The key and the item of a cache are those of its provider, with auto() beside', () => {
  it('whose context is annotated, taken apart, whole or not used', () => {
    const annotated = prefetchCache(
      (_key: number, { signal }: LoadContext) => Promise.resolve(use(signal)),
      auto(),
    );
    const taken = prefetchCache((_key: number, { signal }) => Promise.resolve(use(signal)), auto());
    const whole = prefetchCache(
      (_key: number, context) => Promise.resolve(use(context.signal)),
      auto(),
    );
    const unused = prefetchCache((_key: number) => Promise.resolve(page), auto());
    expect([isPages(annotated), isPages(taken), isPages(whole), isPages(unused)]).not.toContain(
      false,
    );
  });

  it('which is asynchronous, as the README has it', () => {
    const texts = prefetchCache(async (key: number, { signal }) => {
      await Promise.resolve(signal);
      return `page ${key}`;
    }, auto());
    expect(isExactly<PrefetchCache<number, string>>()(texts)).toBe(true);
  });

  it('which returns an observable, one of HttpClient, a promise or an async iterable', () => {
    const observed = prefetchCache((_key: number, { signal }) => of(use(signal)), auto());
    const http$ = prefetchCache(
      (key: number, { reason }) => http.get<Page>(`/api/${reason}/${key}`),
      auto(),
    );
    const either = prefetchCache(
      (key: number) => (key > 0 ? of(page) : Promise.resolve(page)),
      auto(),
    );
    const iterated = prefetchCache(async function* (_key: number, { signal }) { yield await Promise.resolve(use(signal)); }, auto()); // prettier-ignore
    expect([isPages(observed), isPages(http$), isPages(either), isPages(iterated)]).not.toContain(
      false,
    );
  });

  it('which returns a web stream, of the browser or of Node', () => {
    const stream = (): ReadableStream<Page> => new ReadableStream<Page>();
    const ofNode = (): NodeReadableStream<Page> => new NodeReadableStream<Page>();
    const streamed = prefetchCache((_key: number, { signal }) => (use(signal), stream()), auto());
    const streamedPlainly = prefetchCache((_key: number) => stream(), distanceDecay());
    const nodeStreamed = prefetchCache((_key: number) => ofNode(), auto());
    expect([isPages(streamed), isPages(streamedPlainly), isPages(nodeStreamed)]).not.toContain(
      false,
    );
  });

  it('which returns the stream of a blob', () => {
    const blobs = prefetchCache((_key: number) => new Blob([]).stream(), auto());
    type Bytes = ReturnType<Blob['stream']> extends ReadableStream<infer B> ? B : never;
    expect(isExactly<PrefetchCache<number, Bytes>>()(blobs)).toBe(true);
  });

  it('which is an object', () => {
    const written = prefetchCache(
      { load: (_key: number, { signal }) => Promise.resolve(use(signal)), has: (key) => key > 0 },
      auto(),
    );
    const annotated = prefetchCache(dataProvider, auto());
    expect([isPages(written), isPages(annotated)]).not.toContain(false);
  });

  it('which loads several keys at once', () => {
    const loadMany = (keys: readonly number[]): Promise<(Page | Error)[]> =>
      Promise.resolve(keys.map((key) => (key > 0 ? page : new Error('no page'))));
    const both = prefetchCache({ load: (_key: number) => of(page), loadMany }, auto());
    const alone = prefetchCache({ loadMany, batch: { size: 5 } }, auto());
    const withoutErrors = prefetchCache(
      { loadMany: (keys: readonly number[]) => of(keys.map(() => page)) },
      auto(),
    );
    expect([isPages(both), isPages(alone), isPages(withoutErrors)]).not.toContain(false);
  });
});

describe('The key and the item of a cache are those of its provider, with a context that is taken apart, and', () => {
  const load = (_key: number, { signal }: LoadContext): LoadResult<Page> => of(use(signal));

  it('with each predictor', () => {
    const caches = [
      prefetchCache((_key: number, { signal }) => of(use(signal)), strides()),
      prefetchCache((_key: number, { signal }) => of(use(signal)), deltas()),
      prefetchCache((_key: number, { signal }) => of(use(signal)), markov()),
      prefetchCache((_key: number, { signal }) => of(use(signal)), associations()),
      prefetchCache((_key: number, { signal }) => of(use(signal)), spatial()),
      prefetchCache((_key: number, { signal }) => of(use(signal)), distanceDecay()),
      prefetchCache((_key: number, { signal }) => of(use(signal)), dynamicDistanceDecay()),
      prefetchCache((_key: number, { signal }) => of(use(signal)), dynamicData({ possibleJumps: [5] })),
      prefetchCache((_key: number, { signal }) => of(use(signal)), auto({ waste: 1, experts: [distanceDecay()] })),
      prefetchCache((_key: number, { signal }) => of(use(signal)), (key) => [[key + 1, 1]]),
      prefetchCache(load, auto()),
    ] as const; // prettier-ignore
    const [a, b, c, d, e, f, g, h, i, j, k] = caches;
    expect([isPages(a), isPages(b), isPages(c), isPages(d), isPages(e), isPages(f)]).not.toContain(
      false,
    );
    expect([isPages(g), isPages(h), isPages(i), isPages(j), isPages(k)]).not.toContain(false);
  });

  it('with each predictor that learns, where keys are strings', () => {
    const isTexts = isExactly<PrefetchCache<string, string>>();
    const one = prefetchCache((key: string, { signal }) => (use(signal), of(key)), auto());
    const other = prefetchCache((key: string, { signal }) => (use(signal), of(key)), markov());
    expect([isTexts(one), isTexts(other)]).not.toContain(false);
  });

  it('with each policy and control, made in the call or before', () => {
    const policies = [lru(), lhd(), sieve(), oldest()];
    for (const eviction of policies) {
      const cache = prefetchCache((_key: number, { signal }) => of(use(signal)), auto(), {
        eviction,
      });
      expect(isPages(cache)).toBe(true);
    }
    const sizeOf = (): number => 1;
    const control = adaptive();
    const sized = prefetchCache((_key: number, { signal }) => of(use(signal)), markov(), {
      eviction: largest(),
      control,
      sizeOf,
    });
    const small = prefetchCache((_key: number, { signal }) => of(use(signal)), distanceDecay(), {
      eviction: smallest(),
      control: adaptive(),
      sizeOf: (item, key) => item.rows.length + key,
    });
    expect([isPages(sized), isPages(small)]).not.toContain(false);
  });

  it('with a predictor made before', () => {
    const learner = auto();
    expect(isPages(prefetchCache((_key: number, { signal }) => of(use(signal)), learner))).toBe(
      true,
    );
  });
});
