import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { from, VirtualTimeScheduler } from 'rxjs';
import { keepModel } from '../../operators/keepModel.js';
import { prefetchCache } from '../../operators/prefetchCache.js';
import {
  shareModel,
  type SharedModel,
  type ShareModelOptions,
} from '../../operators/shareModel.js';
import { auto } from '../../src/auto/auto.js';
import { markov } from '../../src/learning/experts/markov.js';
import type { SharingEvent } from '../../src/sharing/sharingEvents.js';
import type { Access, AccessPredictor } from '../../src/types.js';
import { record } from '../support/record.js';

/** Waits until all promises that can settle have settled. */
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

let clock: VirtualTimeScheduler;
let open: SharedModel<string>[] = [];
beforeEach(() => {
  clock = new VirtualTimeScheduler(undefined, 0);
});
afterEach(async () => {
  for (const shared of open) void shared.close();
  open = [];
  await settled();
});

/** Lets time pass, in ms; promises settle after each action. */
async function pass(ms: number): Promise<void> {
  const end = clock.frame + ms;
  for (;;) {
    await settled();
    const [next] = clock.actions;
    if (!next || next.delay > end) break;
    clock.maxFrames = next.delay;
    clock.flush();
  }
  clock.frame = end;
}

/** A predictor that writes down what it is taught, and has no model. */
function createNotes(): AccessPredictor<string> & { readonly notes: string[] } {
  const notes: string[] = [];
  return {
    notes,
    observe: ({ key, reader, view }) =>
      void notes.push(
        `${reader < 0 ? 'foreign ' : ''}${key}${view === undefined ? '' : ` in view ${view}`}`,
      ),
    predict: (_current, history) => void notes.push(`predict ${history.join('')}`),
    ended: (reader) => void notes.push(`ended ${reader < 0 ? 'foreign' : 'own'}`),
  };
}

interface Process {
  readonly shared: SharedModel<string>;
  readonly events: SharingEvent[];
  read(...keys: string[]): void;
  end(reader?: number): void;
}

function start(
  predictor: Parameters<typeof shareModel<string>>[0],
  storage: Parameters<typeof shareModel<string>>[1],
  options: Partial<ShareModelOptions<string>> = {},
): Process {
  const shared = shareModel<string>(predictor, storage, {
    name: 'pages',
    every: 100,
    scheduler: clock,
    ...options,
  });
  open.push(shared);
  const access = (key: string): Access<string> => ({
    key,
    at: clock.frame,
    reader: 1,
    outcome: 'miss',
    isResident: () => false,
  });
  return {
    shared,
    events: record(shared.events$).values,
    read(...keys) {
      for (const key of keys) shared.predictor.observe?.(access(key));
    },
    end: (reader = 1) => shared.predictor.ended?.(reader),
  };
}

/** What a predictor thinks that follows a key. */
function after(predictor: AccessPredictor<string>, ...history: string[]): string[] {
  const found: [string, number][] = [];
  predictor.predict(history.at(-1) as string, history, (key, likelihood) =>
    found.push([key, likelihood]),
  );
  return found.sort(([, a], [, b]) => b - a).map(([key]) => key);
}

describe('shareModel', () => {
  it('teaches each process what readers of the others have requested, once', async () => {
    const storage = new Map<string, unknown>();
    const [a, b] = [createNotes(), createNotes()];
    const first = start(a, storage);
    start(b, storage);
    first.read('x', 'y');
    await pass(250);
    expect(b.notes).toEqual(['foreign x', 'predict x', 'foreign y', 'predict xy']);
    await pass(1000);
    expect(b.notes).toHaveLength(4);
    first.read('z');
    await pass(250);
    expect(b.notes.slice(4)).toEqual(['foreign z', 'predict xyz']);
    expect(a.notes).toEqual(['x', 'y', 'z']);
  });

  it('tells where a reader of another process ends', async () => {
    const storage = new Map<string, unknown>();
    const b = createNotes();
    const first = start(createNotes(), storage);
    start(b, storage);
    first.read('x');
    first.end();
    first.read('y');
    await pass(250);
    expect(b.notes).toEqual(['foreign x', 'predict x', 'ended foreign', 'foreign y', 'predict y']);
  });

  it('predicts once for all keys of a view', async () => {
    const storage = new Map<string, unknown>();
    const b = createNotes();
    const first = start(createNotes(), storage);
    start(b, storage);
    for (const key of ['x', 'y'])
      first.shared.predictor.observe?.({ key, at: 0, reader: 1, view: 1, outcome: 'miss', isResident: () => false }); // prettier-ignore
    await pass(250);
    expect(b.notes).toEqual(['foreign x in view 1', 'foreign y in view 1', 'predict xy']);
  });

  it('takes the residents of its own cache for those of readers elsewhere', async () => {
    const storage = new Map<string, unknown>();
    const outcomes: string[] = [];
    const first = start(createNotes(), storage);
    const second = start(
      {
        predict: () => undefined,
        observe: ({ key, outcome }) => void outcomes.push(key + outcome),
      },
      storage,
    );
    second.shared.predictor.observe?.({ key: 'o', at: 0, reader: 1, outcome: 'miss', isResident: (key) => key === 'x' }); // prettier-ignore
    first.read('x', 'y');
    await pass(250);
    expect(outcomes).toEqual(['omiss', 'xhit', 'ymiss']);
  });

  it('lets each of three processes learn all, in whatever order they exchange', async () => {
    const storage = new Map<string, unknown>();
    const all = [createNotes(), createNotes(), createNotes()];
    const processes = all.map((notes, i) => start(notes, storage, { every: 100 + 7 * i }));
    for (let round = 0; round < 20; round++) {
      processes.forEach((process, i) => process.read(`${i}.${round}`));
      await pass(60);
    }
    await pass(1000);
    for (const { notes } of all) {
      const keys = notes.filter((note) => !/predict|ended/.test(note)).map((note) => note.replace('foreign ', '')); // prettier-ignore
      expect(keys).toHaveLength(60);
      expect(new Set(keys).size).toBe(60);
    }
  });

  it('says how many steps it has missed, and ends the readers that have a gap', async () => {
    const storage = new Map<string, unknown>();
    const b = createNotes();
    const first = start(createNotes(), storage, { maxSteps: 3 });
    const { events } = start(b, storage);
    first.read('a');
    await pass(250);
    first.read('b', 'c', 'd', 'e', 'f');
    await pass(250);
    expect(b.notes.filter((note) => !note.startsWith('predict'))).toEqual([
      'foreign a',
      'ended foreign',
      'foreign d',
      'foreign e',
      'foreign f',
    ]);
    expect(events).toContainEqual(
      expect.objectContaining({ type: 'model-shared', processes: 1, learned: 3, missed: 2 }),
    );
  });

  it('begins with the model of the others, and keeps what it has learned meanwhile', async () => {
    const storage = new Map<string, unknown>();
    const first = start(markov<string>(), storage);
    first.read('a', 'b', 'a', 'b', 'a', 'b');
    await pass(1500);
    await first.shared.close();
    // The log of a process that has ended is removed, so that only the model is left.
    await pass(10_000);
    for (const name of [...storage.keys()]) if (/log|processes/.test(name)) storage.delete(name);
    const learner = markov<string>();
    const second = start(learner, storage);
    second.read('c', 'd');
    await pass(50);
    expect(second.events[0]).toMatchObject({ type: 'model-restored', name: 'pages' });
    expect(after(learner, 'a')).toEqual(expect.arrayContaining(['b']));
    expect(after(learner, 'c')).toEqual(expect.arrayContaining(['d']));
  });

  it('lets the process that began first save the model, and another one when that has ended', async () => {
    const storage = new Map<string, unknown>();
    const first = start(markov<string>(), storage);
    await pass(10);
    const second = start(markov<string>(), storage);
    first.read('a', 'b');
    second.read('c', 'd');
    await pass(2500);
    expect(first.events.map(({ type }) => type)).toContain('model-saved');
    expect(second.events.map(({ type }) => type)).not.toContain('model-saved');
    await first.shared.close();
    second.read('e');
    await pass(4000);
    expect(second.events.map(({ type }) => type)).toContain('model-saved');
    expect([...storage.keys()].filter((name) => name.startsWith('pages/log'))).toHaveLength(1);
  });

  it('lets 64 processes take part, and a further one learn from them', async () => {
    const storage = new Map<string, unknown>();
    const text = (part: string, model: unknown) =>
      storage.set(`pages/${part}`, JSON.stringify({ 'rxjs-prefetch-cache': 1, name: `pages/${part}`, savedAt: 0, model })); // prettier-ignore
    const others = Array.from({ length: 64 }, (_, i) => `process ${i}`);
    text('processes', Object.fromEntries(others.map((each) => [each, 0])));
    text('log/process 5', { end: 1, steps: [[1, 'x']] });
    const notes = createNotes();
    const further = start(notes, storage);
    further.read('y');
    await pass(250);
    expect(notes.notes).toContain('foreign x');
    expect(further.events.at(-1)).toMatchObject({ type: 'model-shared', processes: 64, sent: 0 });
    expect(await further.shared.close()).toBe(true);
    expect([...storage.keys()].filter((name) => name.startsWith('pages/log'))).toHaveLength(1);
  });

  it('gives its latest requests to the others when it closes', async () => {
    const storage = new Map<string, unknown>();
    const b = createNotes();
    const first = start(createNotes(), storage);
    start(b, storage);
    await pass(50);
    first.read('x');
    expect(await first.shared.close()).toBe(true);
    await pass(250);
    expect(b.notes).toContain('foreign x');
  });

  it('learns alone while the storage fails, and catches up', async () => {
    const storage = new Map<string, unknown>();
    let isDown = true;
    const flaky = {
      get: (name: string) => {
        if (isDown) throw new Error('down');
        return storage.get(name);
      },
      set: (name: string, text: string) => storage.set(name, text),
    };
    const [a, b] = [createNotes(), createNotes()];
    const first = start(a, flaky);
    const second = start(b, flaky);
    first.read('x');
    await pass(250);
    expect(first.events).toContainEqual(expect.objectContaining({ type: 'model-error', during: 'load', error: new Error('down') })); // prettier-ignore
    expect(await second.shared.exchange()).toBe(false);
    isDown = false;
    await pass(300);
    expect(b.notes).toContain('foreign x');
  });

  it('does not wait for a storage that does not answer longer than the timeout', async () => {
    const { events } = start(createNotes(), { get: () => new Promise(() => undefined), set: () => undefined }, { timeout: 40 }); // prettier-ignore
    await pass(50);
    expect(events).toContainEqual(expect.objectContaining({ type: 'model-error', during: 'load' }));
  });

  it('ignores texts that are no logs, with an event, and learns the others', async () => {
    const storage = new Map<string, unknown>();
    const b = createNotes();
    const first = start(createNotes(), storage);
    const second = start(createNotes(), storage);
    const { events } = start(b, storage);
    first.read('x');
    second.read('y');
    await pass(120);
    const name = [...storage.keys()].find((each) => each.includes('log')) as string;
    storage.set(name, '{"steps":"none"}');
    await pass(150);
    expect(b.notes.filter((note) => note.startsWith('foreign'))).toHaveLength(2);
    first.read('z');
    storage.set(name, 'broken');
    await pass(99);
    expect(events.map(({ type }) => type)).toContain('model-dropped');
  });

  it('does not exchange with processes of another version', async () => {
    const storage = new Map<string, unknown>();
    const b = createNotes();
    const first = start(createNotes(), storage, { version: 1 });
    start(b, storage, { version: 2 });
    first.read('x');
    await pass(500);
    expect(b.notes).toEqual([]);
  });

  it('shares keys that are objects by their identity', async () => {
    const storage = new Map<string, unknown>();
    const keys: unknown[] = [];
    const identity = {
      write: (key: { page: number }) => `${key.page}`,
      read: (id: string) => ({ page: Number(id) }),
    };
    const options = { name: 'objects', every: 100, scheduler: clock, identity };
    const one = shareModel<{ page: number }>({ predict: () => undefined, observe: () => undefined }, storage, options); // prettier-ignore
    const two = shareModel<{ page: number }>({ predict: () => undefined, observe: ({ key }) => void keys.push(key) }, storage, options); // prettier-ignore
    one.predictor.observe?.({ key: { page: 7 }, at: 0, reader: 1, outcome: 'miss', isResident: () => false }); // prettier-ignore
    await pass(250);
    expect(keys).toEqual([{ page: 7 }]);
    await Promise.all([one.close(), two.close()]);
  });

  it('makes a cache prefetch what readers of another process have taught', async () => {
    const storage = new Map<string, unknown>();
    const loads: string[] = [];
    const options = { maxKeys: 20, scheduler: clock };
    const shared = [auto<string>(), auto<string>()].map((learner) =>
      shareModel<string>(learner, storage, { name: 'pages', every: 100, scheduler: clock }),
    );
    const [there, here] = shared.map(({ predictor }, i) =>
      prefetchCache<string, string>(
        (key) => {
          if (i === 1) loads.push(key);
          return from([key]);
        },
        predictor,
        options,
      ),
    );
    const tour = ['home', 'news', 'sport', 'shop', 'cart', 'help'];
    for (let visit = 0; visit < 30; visit++)
      from([`start of ${visit}`, ...tour, ...Array.from({ length: 10 }, (_, i) => `else ${visit}, ${i % 7}-${i}`)]).pipe(there as never).subscribe(); // prettier-ignore
    await pass(2000);
    from(['home', 'news'])
      .pipe(here as never)
      .subscribe();
    expect(loads).toContain('sport');
    for (const each of shared) await each.close();
  });

  it('lets a listener exchange again at each event', async () => {
    let reads = 0;
    const { shared } = start(createNotes(), {
      get: () => {
        reads++;
        throw new Error('down');
      },
      set: () => undefined,
    });
    shared.events$.subscribe(() => {
      if (reads < 1000) void shared.exchange();
    });
    await settled();
    expect(reads).toBe(1);
    await pass(50);
    expect(reads).toBeGreaterThan(1);
  });

  it('makes one exchange for all calls that come while one runs', async () => {
    let reads = 0;
    const storage = {
      get: (): Promise<undefined> => {
        reads++;
        return new Promise(() => undefined);
      },
      set: () => undefined,
    };
    const { shared } = start(createNotes(), storage, { every: 1e6, timeout: 10 });
    const calls = Array.from({ length: 1000 }, () => shared.exchange());
    await pass(50);
    expect(new Set(await Promise.all(calls))).toEqual(new Set([false]));
    expect(reads).toBe(2);
  });

  it('exchanges with the others while the log of one cannot be read', async () => {
    const storage = new Map<string, unknown>();
    let bad = '';
    const flaky = {
      get(name: string) {
        if (name === bad) throw new Error('unreadable');
        return storage.get(name);
      },
      set: (name: string, text: string) => storage.set(name, text),
    };
    const [a, b] = [createNotes(), createNotes()];
    start(createNotes(), flaky).read('bad');
    await pass(120);
    bad = [...storage.keys()].find((name) => name.includes('log')) as string;
    const second = start(a, flaky);
    const third = start(b, flaky);
    second.read('x');
    third.read('y');
    await pass(250);
    expect(a.notes).toContain('foreign y');
    expect(b.notes).toContain('foreign x');
    expect(third.events).toContainEqual(expect.objectContaining({ type: 'model-error', error: new Error('unreadable') })); // prettier-ignore
    expect(third.events).toContainEqual(expect.objectContaining({ type: 'model-shared', sent: 1 }));
    const whole = third.shared.exchange();
    await pass(10);
    expect(await whole).toBe(false);
  });

  it('passes over keys that it cannot read back, and learns and sends the others', async () => {
    const storage = new Map<string, unknown>();
    const b = createNotes();
    const identity = {
      write: (key: string) => key,
      read: (id: string) => {
        if (id.startsWith('bad')) throw new Error('no key');
        return id;
      },
    };
    start(createNotes(), storage).read('bad 1', 'x', 'bad 2', 'y');
    const second = start(b, storage, { identity });
    await pass(50);
    second.read('own');
    await pass(70);
    expect(b.notes.filter((note) => note.startsWith('foreign'))).toEqual(['foreign x', 'foreign y']); // prettier-ignore
    expect(second.events.filter(({ type }) => type === 'model-error')).toHaveLength(1);
    expect(second.events).toContainEqual(expect.objectContaining({ type: 'model-shared', learned: 2, sent: 1 })); // prettier-ignore
  });

  it('learns its own requests, also if the identity of a key cannot be written', () => {
    const a = createNotes();
    const write = (): string => {
      throw new Error('no identity');
    };
    const first = start(a, new Map(), { identity: { write, read: String } });
    expect(() => first.read('x')).toThrow('no identity');
    expect(a.notes).toEqual(['x']);
  });

  it('is found by the others when it closes, also if its place in their list was lost', async () => {
    const storage = new Map<string, unknown>();
    const b = createNotes();
    const first = start(createNotes(), storage);
    first.read('w');
    await pass(50);
    for (const name of [...storage.keys()]) storage.delete(name);
    first.read('x');
    expect(await first.shared.close()).toBe(true);
    start(b, storage);
    await pass(50);
    expect(b.notes).toContain('foreign x');
  });

  it('learns what a process has left behind that ended long ago, and removes it', async () => {
    const storage = new Map<string, unknown>();
    const b = createNotes();
    const first = start(createNotes(), storage);
    first.read('x');
    await pass(150);
    await first.shared.close();
    await pass(100_000);
    start(b, storage);
    await pass(500);
    expect(b.notes.filter((note) => note === 'foreign x')).toHaveLength(1);
    expect([...storage.keys()].filter((name) => name.includes('log'))).toEqual([]);
  });

  it('gives its requests again after the others have forgotten it', async () => {
    const storage = new Map<string, unknown>();
    const first = start(createNotes(), storage);
    first.read('x');
    await pass(150);
    for (const name of [...storage.keys()]) storage.delete(name);
    await pass(100);
    const b = createNotes();
    start(b, storage);
    await pass(50);
    expect(b.notes).toContain('foreign x');
  });

  it('does not wait for a process whose clock was ahead to save the model', async () => {
    const storage = new Map<string, unknown>();
    let ahead = 0;
    const scheduler: ShareModelOptions<string>['scheduler'] = {
      now: () => clock.now() + ahead,
      schedule: clock.schedule.bind(clock),
    };
    const first = start(markov<string>(), storage, { scheduler });
    ahead = 1e9;
    await pass(450);
    void first.shared.close();
    await pass(50);
    const second = start(markov<string>(), storage);
    second.read('a', 'b', 'c');
    await pass(3000);
    expect(second.events.map(({ type }) => type)).toContain('model-saved');
  });

  it('keeps the version 1 apart from the version "1"', async () => {
    const storage = new Map<string, unknown>();
    const one = start(createNotes(), storage, { version: 1 });
    const other = start(createNotes(), storage, { version: '1' });
    one.read('x');
    other.read('y');
    await pass(500);
    const types = [one, other].flatMap(({ events }) => events.map(({ type }) => type));
    expect(new Set(types)).toEqual(new Set(['model-shared']));
  });

  it('ends the readers of the requests that it has learned again', async () => {
    const storage = new Map<string, unknown>();
    const first = start(markov<string>(), storage);
    first.read('a', 'b');
    await pass(1500);
    await first.shared.close();
    const open = new Set<number>();
    const learner = markov<string>();
    const second = start(
      {
        ...learner,
        observe(access) {
          open.add(access.reader);
          learner.observe(access);
        },
        ended(reader) {
          open.delete(reader);
          learner.ended(reader);
        },
      },
      storage,
    );
    second.read('c', 'd');
    await pass(50);
    expect(second.events.map(({ type }) => type)).toContain('model-restored');
    expect([...open]).toEqual([1]);
  });

  it.each<[string, unknown[], string]>([
    ['no predictor', [undefined, new Map(), { name: 'x' }], '`predictor` to be an object with `predict`'],
    ['a predictor without `observe`', [{ predict: () => undefined }, new Map(), { name: 'x' }], '`observe`'],
    ['no storage', [markov(), undefined, { name: 'x' }], '`storage`'],
    ['an empty name', [markov(), new Map(), { name: '' }], '`name` to be a string that is not empty'],
    ['an interval of 0', [markov(), new Map(), { name: 'x', every: 0 }], '`every` to be a number of 1 or more'],
    ['half a step', [markov(), new Map(), { name: 'x', maxSteps: 0.5 }], 'Expected `maxSteps` to be'],
    ['an identity without a way back', [markov(), new Map(), { name: 'x', identity: { write: String } }], '`read`'],
  ])('refuses %s', (_what, args, message) => {
    expect(() => (shareModel as (...args: unknown[]) => unknown)(...args)).toThrow(message);
  }); // prettier-ignore

  it('works beside keepModel', async () => {
    const learner = markov<string>();
    const kept = keepModel(learner, new Map<string, unknown>(), { name: 'kept', scheduler: clock });
    const shared = start(learner, new Map<string, unknown>());
    shared.read('a', 'b');
    await pass(250);
    expect(await kept.close()).toBe(true);
  });
});
