// What runs inside the page: the package by its public names, as a bundler ships it. Each function
// is called by a spec, and gives plain data.
import { firstValueFrom, from, lastValueFrom, of, Subject, toArray, type Subscription } from 'rxjs';
import {
  cacheState,
  distanceDecay,
  lru,
  prefetchCache,
  type CacheState,
} from 'rxjs-prefetch-cache';
import { blobSource, motProvider, urlSource } from 'rxjs-prefetch-cache/mot';
import { evictionContract, type TestRunner } from 'rxjs-prefetch-cache/testing';

/** What `beginToRead` began. */
const held: { subscription?: Subscription; signal?: AbortSignal } = {};

const page = {
  /** Reads some keys through `fetch`. */
  async readByFetch(keys: number[]) {
    const items = prefetchCache(
      async (key: number, { signal }) => (await fetch(`/items/${key}.txt`, { signal })).text(),
      distanceDecay({ maxSpan: 1 }),
    );
    const seen = await lastValueFrom(from(keys).pipe(items, toArray()));
    const { hits, joins, misses } = items.stats();
    items.close();
    return { seen, hits, joins, misses };
  },

  /** Requests a page that is never answered. */
  beginToRead(path: string) {
    const items = prefetchCache(
      (url: string, { signal }) => {
        held.signal = signal;
        return fetch(url, { signal }).then((response) => response.text());
      },
      () => [],
    );
    held.subscription = items.get(path).subscribe();
    return held.signal?.aborted;
  },

  /** Unsubscribes the request of `beginToRead`. */
  leave() {
    held.subscription?.unsubscribe();
    return held.signal?.aborted;
  },

  /** Follows the states while two keys are read. */
  states() {
    const items = prefetchCache((key: number) => of(`item ${key}`), distanceDecay({ maxSpan: 2 }), {
      maxKeys: 300,
    });
    const states: CacheState<number>[] = [];
    cacheState(items).subscribe((state) => states.push(state));
    const key$ = new Subject<number>();
    key$.pipe(items).subscribe();
    for (let key = 0; key < 200; key++) key$.next(key);
    const before = states.at(-1);
    key$.next(200);
    const after = states.at(-1);
    items.close();
    return {
      residents: after?.residents.flat().length,
      current: after?.readers[0]?.current,
      pages: after?.residents.length,
      samePages: after?.residents.filter((residents, i) => residents === before?.residents[i])
        .length,
      end: states.at(-1)?.residents.flat().length,
    };
  },

  /** Reads frames of a chosen file. */
  async readFile(text: string, frames: number[]) {
    const items = prefetchCache(
      motProvider(blobSource(new File([text], 'boxes.txt'))),
      distanceDecay(),
    );
    const seen = await lastValueFrom(from(frames).pipe(items, toArray()));
    items.close();
    return seen;
  },

  /** Reads frames of a part of a file: a blob without a name. */
  async readBlob(text: string, frames: number[]) {
    const provider = motProvider(blobSource(new Blob(['not this', text]).slice(8)));
    const seen = await provider.loadMany(frames);
    await provider.close();
    return seen;
  },

  /** Reads frames from a server, or returns the error. */
  async readUrl(url: string, frames: number[], whole: 'never' | 'fallback' | 'always' = 'never') {
    const provider = motProvider(urlSource(url, { whole }));
    try {
      return { seen: await provider.loadMany(frames) };
    } catch (error) {
      return { error: String(error) };
    } finally {
      await provider.close();
    }
  },

  /** Leaves the scope of a cache. */
  async closings() {
    const closed: string[] = [];
    const items = prefetchCache((key: number) => of(key), distanceDecay());
    items.events$.subscribe({ complete: () => closed.push('by using') });
    {
      using own = items;
      await firstValueFrom(own.get(1));
    }
    const others = prefetchCache((key: number) => of(key), distanceDecay());
    others.events$.subscribe({ complete: () => closed.push('by close()') });
    others.close();
    return { native: String(Symbol.dispose), closed };
  },

  /** Runs a contract suite, as a runner in a browser would. */
  contract() {
    let [passed, failed] = [0, 0];
    const runner: TestRunner = {
      describe: (_title, body) => body(),
      it: (_title, body) => {
        try {
          void body();
          passed++;
        } catch {
          failed++;
        }
      },
    };
    evictionContract(runner, 'lru', () => lru<number>());
    return { passed, failed };
  },
};

/** Functions of the page for the specs. */
export type Page = typeof page;

(globalThis as typeof globalThis & { page: Page }).page = page;
