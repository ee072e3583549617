import { describe, expect, it } from '@jest/globals';
import { delay, interval, map, of, Subject, VirtualTimeScheduler, zip } from 'rxjs';
import { keepModel } from '../../operators/keepModel.js';
import { prefetchCache } from '../../operators/prefetchCache.js';
import { auto } from '../../src/auto/auto.js';
import type { ModelEvent } from '../../src/keeping/modelEvents.js';
import type { ModelStorage } from '../../src/keeping/modelStorage.js';
import { markov } from '../../src/learning/experts/markov.js';
import { strides } from '../../src/learning/experts/strides.js';
import { record } from '../support/record.js';

const route = ['home', 'news', 'sports', 'shop', 'cart', 'pay', 'thanks', 'home', 'help'];

/** A visit that reads keys in turn: its hits, and the events of its model. */
async function visit(
  learner: Parameters<typeof prefetchCache<string, string>>[1] & Parameters<typeof keepModel>[0],
  storage: ModelStorage,
): Promise<{ readonly hits: number; readonly events: readonly ModelEvent[] }> {
  const kept = keepModel(learner, storage, { name: 'shop' });
  const events = record(kept.events$).values;
  await kept.restored;
  const scheduler = new VirtualTimeScheduler();
  const cache = prefetchCache((key: string) => of(key).pipe(delay(50, scheduler)), learner, {
    maxKeys: 4,
    scheduler,
  });
  const requests = [...route, ...route, ...route];
  zip(requests, interval(100, scheduler))
    .pipe(
      map(([key]) => key),
      cache,
    )
    .subscribe();
  scheduler.flush();
  const { hits } = cache.stats();
  cache.close();
  await kept.close();
  return { hits, events };
}

describe('The second visit', () => {
  it.each([
    ['auto', auto],
    ['markov', markov],
  ])('of a reader with %s has more hits than the first', async (_name, create) => {
    const storage = new Map<string, string>();
    const first = await visit(create<string>(), storage);
    const second = await visit(create<string>(), storage);
    expect(first.events.map(({ type }) => type)).toEqual(['model-saved']);
    expect(second.events.map(({ type }) => type)).toEqual(['model-restored', 'model-saved']);
    expect(second.hits).toBeGreaterThan(first.hits);
  });

  it('begins anew with other experts, with an event that names them', async () => {
    const storage = new Map<string, string>();
    const first = await visit(auto<string>(), storage);
    const { hits, events } = await visit(auto<string>({ without: ['deltas'] }), storage);
    expect(events).toMatchObject([{ type: 'model-dropped', reason: 'unfit' }, { type: 'model-saved' }]); // prettier-ignore
    expect((events[0] as { error?: Error }).error?.message).toContain('associations, markov');
    expect(hits).toBe(first.hits);
  });

  it('of a predictor without a memory is an error, as there is nothing to keep', async () => {
    const { events } = await visit(strides<string>(), new Map<string, string>());
    expect(events).toMatchObject([{ type: 'model-error', during: 'save', error: { message: expect.stringContaining('this predictor learns none') } }]); // prettier-ignore
  });

  it('keeps fewer characters where it may', async () => {
    const lengthWith = async (maxCharacters: number): Promise<number> => {
      const storage = new Map<string, string>();
      const learner = auto<number>();
      const kept = keepModel(learner, storage, { name: 'numbers', maxCharacters });
      const key$ = new Subject<number>();
      key$.pipe(prefetchCache((key: number) => of(key), learner, { concurrency: 0 })).subscribe();
      for (let i = 0; i < 3000; i++) key$.next((i * 7919) % 1000);
      expect(await kept.close()).toBe(true);
      return storage.get('numbers')?.length ?? 0;
    };
    expect(await lengthWith(2000)).toBeLessThan((await lengthWith(30_000)) / 2);
  });
});
