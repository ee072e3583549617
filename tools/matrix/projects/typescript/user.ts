import { of, type Observable } from 'rxjs';
import {
  auto,
  cacheState,
  dynamicDistanceDecay,
  keepModel,
  lru,
  prefetchCache,
  type CacheState,
  type PrefetchCache,
} from 'rxjs-prefetch-cache';
import { httpProvider } from 'rxjs-prefetch-cache/http';
import { withStore } from 'rxjs-prefetch-cache/keyv';
import { blobSource, motProvider, type Frame } from 'rxjs-prefetch-cache/mot';
import { fileSource } from 'rxjs-prefetch-cache/mot/node';
import { fileStorage } from 'rxjs-prefetch-cache/node';
import { ofType, predict } from 'rxjs-prefetch-cache/operators';
import { evictionContract, type TestRunner } from 'rxjs-prefetch-cache/testing';

// A strict program that uses each entry but those for Angular; it is compiled, not run.
export const pages: PrefetchCache<number, string> = prefetchCache(
  (page: number) => of(String(page)),
  dynamicDistanceDecay(),
  {
    eviction: lru(),
  },
);
export const page$: Observable<string> = of(1, 2).pipe(pages);
export const state$: Observable<CacheState<number>> = cacheState(pages);
export const failures$ = pages.events$.pipe(ofType('load-error'));
export const predicted$ = of(1, 2).pipe(predict(dynamicDistanceDecay()));
export const learned = prefetchCache((page: number) => Promise.resolve(page), auto<number>());
export const frame$: Observable<Frame> = of(1).pipe(
  prefetchCache(motProvider(blobSource(new Blob(['']))), dynamicDistanceDecay()),
);
export const file = motProvider(fileSource('file.txt'));
export const kept = keepModel(auto<number>(), fileStorage('models'), { name: 'pages' });
export const browsers = keepModel(auto<number>(), () => localStorage, { name: 'pages' });
export const maps = keepModel(auto<number>(), new Map<string, string>(), { name: 'pages' });
export const stored = withStore(
  httpProvider({ url: (page: number) => `/pages/${page}`, parse: (response) => response.text() }),
  new Map<string, string>(),
  { namespace: 'pages', ttl: 60_000 },
);
export const texts: PrefetchCache<number, string> = prefetchCache(stored, auto(), {
  ttl: stored.ttl,
});
export const suite = (runner: TestRunner): void => evictionContract(runner, 'lru', () => lru());

// @ts-expect-error: keys are numbers
export const wrong$ = of('one').pipe(pages);
