import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { VirtualTimeScheduler } from 'rxjs';
import {
  keepModel,
  type KeepModelOptions,
  type KeptModel,
  type ModelOwner,
} from '../../operators/keepModel.js';
import { auto } from '../../src/auto/auto.js';
import type { ModelEvent } from '../../src/keeping/modelEvents.js';
import type { ModelStorage } from '../../src/keeping/modelStorage.js';
import { createFakeLearner, type FakeLearner } from '../support/fakeLearner.js';
import { closeFakePages, openFakePage } from '../support/fakePage.js';
import { record } from '../support/record.js';

/** A promise that a test settles. */
interface Pending {
  readonly call: string;
  resolve(value?: unknown): void;
  reject(error: unknown): void;
}

/** Waits until all promises that can settle have settled. */
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

let clock: VirtualTimeScheduler;
let open: KeptModel[] = [];
beforeEach(() => {
  clock = new VirtualTimeScheduler(undefined, 0);
});
afterEach(() => {
  for (const kept of open) void kept.close();
  open = [];
});

/** Lets time pass, in ms. */
async function pass(ms: number): Promise<void> {
  clock.maxFrames = clock.frame + ms;
  clock.flush();
  clock.frame = clock.maxFrames;
  await settled();
}

function keep(
  learner: FakeLearner,
  storage: ModelStorage | (() => ModelStorage | Promise<ModelStorage>),
  options: Partial<KeepModelOptions> = {},
): KeptModel & { readonly events: ModelEvent[] } {
  const kept = keepModel(learner, storage, { name: 'pages', scheduler: clock, ...options });
  open.push(kept);
  return { ...kept, events: record(kept.events$).values };
}

/** A storage whose answers the test gives. */
function createSlowStorage(): {
  storage: ModelStorage;
  pending: Pending[];
  readonly answer: (value?: unknown) => Promise<void>;
} {
  const pending: Pending[] = [];
  const ask = (call: string): Promise<unknown> =>
    new Promise((resolve, reject) => pending.push({ call, resolve, reject }));
  return {
    storage: {
      getItem: () => ask('get'),
      setItem: (_name, text) => ask(`set ${modelOf(text)}`),
      removeItem: () => ask('remove'),
    },
    pending,
    async answer(value) {
      pending.shift()?.resolve(value);
      await settled();
    },
  };
}

const modelOf = (text: unknown): string =>
  (JSON.parse(text as string) as { model: string[] }).model.join('');
/** A text as an earlier visit has saved it. */
const textOf = (model: unknown, rest: object = {}): string =>
  JSON.stringify({ 'rxjs-prefetch-cache': 1, name: 'pages', savedAt: 0, model, ...rest });
const stored = (map: ReadonlyMap<string, unknown>): string => modelOf(map.get('pages'));

describe('keepModel', () => {
  it('restores what an earlier visit has saved, before it returns where the storage is synchronous', async () => {
    const map = new Map<string, string>();
    clock.frame = 1000;
    const first = createFakeLearner();
    const yesterday = keep(first, map);
    first.learn('a');
    expect(await yesterday.close()).toBe(true);
    clock.frame = 61_000;
    const second = createFakeLearner();
    const today = keep(second, map);
    expect(second.known).toEqual(['a']);
    const { length: characters } = map.get('pages') ?? '';
    expect(yesterday.events).toEqual([{ type: 'model-saved', name: 'pages', at: 1000, characters, duration: 0 }]); // prettier-ignore
    expect(today.events).toEqual([{ type: 'model-restored', name: 'pages', at: 61_000, age: 60_000, characters }]); // prettier-ignore
    expect(await today.restored).toBe(true);
  });

  it('begins without a model where nothing is stored, and emits no event', async () => {
    const learner = createFakeLearner();
    const kept = keep(learner, new Map([['pages', '']]));
    expect([await kept.restored, learner.known, kept.events]).toEqual([false, [], []]);
  });

  it('saves nothing while nothing was learned', async () => {
    const map = new Map<string, string>();
    const kept = keep(createFakeLearner(), map);
    expect(await kept.save()).toBe(true);
    await pass(1e6);
    expect(await kept.close()).toBe(true);
    expect(map.size).toBe(0);
  });

  it('saves what a predictor had learned before', async () => {
    const map = new Map<string, string>();
    await keep(createFakeLearner('a'), map).save();
    expect(stored(map)).toBe('a');
  });

  it('does not save a restored model again', async () => {
    const map = new Map([['pages', textOf(['a'])]]);
    const before = map.get('pages');
    clock.frame = 5;
    await keep(createFakeLearner(), map).close();
    expect(map.get('pages')).toBe(before);
  });

  it('saves each time where the predictor does not count its requests', async () => {
    const learner: ModelOwner = createFakeLearner('a');
    Reflect.deleteProperty(learner, 'observed');
    const kept = keepModel(learner, new Map<string, string>(), { name: 'x', scheduler: clock });
    open.push(kept);
    const { values } = record(kept.events$);
    await kept.save();
    await kept.save();
    expect(values.map(({ type }) => type)).toEqual(['model-saved', 'model-saved']);
  });

  it('keeps models of several names apart', async () => {
    const map = new Map<string, string>();
    await keep(createFakeLearner('a'), map).close();
    const other = createFakeLearner();
    await keep(other, map, { name: 'tiles' }).close();
    expect(other.known).toEqual([]);
  });

  it('emits the latest event on subscription, and completes when it is closed', async () => {
    const kept = keep(createFakeLearner('a'), new Map<string, string>());
    await kept.close();
    const { values, end } = record(kept.events$);
    expect([values.map(({ type }) => type), end]).toEqual([['model-saved'], 'complete']);
  });
});

describe('Wrong arguments of keepModel throw:', () => {
  const map = new Map<string, string>();
  it.each<[string, unknown[], string]>([
    ['a factory that was not called', [auto, map, { name: 'x' }], '`predictor` to be an object with `toJSON` (perhaps it must be called)'],
    ['a predictor that does not learn', [() => [], map, { name: 'x' }], '`predictor` to be an object with `toJSON`'],
    ['no storage', [auto(), undefined, { name: 'x' }], '`storage` to be an object with `getItem` and `setItem`, or with `get` and `set`'],
    ['a storage that only reads', [auto(), { getItem: () => null }, { name: 'x' }], '`storage`'],
    ['no options', [auto(), map], '`options` to be an object'],
    ['no name', [auto(), map, {}], '`name` to be a string that is not empty'],
    ['an empty name', [auto(), map, { name: '' }], '`name`'],
    ['a version that JSON changes', [auto(), map, { name: 'x', version: NaN }], '`version` to be a string or a finite number'],
    ['a size that is too small', [auto(), map, { name: 'x', maxCharacters: 999 }], '`maxCharacters` to be a finite integer of 1000 or more'],
    ['a size without limit', [auto(), map, { name: 'x', maxCharacters: Infinity }], '`maxCharacters`'],
    ['saves without a pause', [auto(), map, { name: 'x', saveEvery: 0 }], '`saveEvery` to be a number of 1 or more'],
    ['no patience', [auto(), map, { name: 'x', timeout: 0 }], '`timeout` to be a number of 1 or more'],
    ['a scheduler without a clock', [auto(), map, { name: 'x', scheduler: {} }], '`scheduler` to be an object with `now`'],
  ])('%s', (_what, args, message) => {
    expect(() => (keepModel as (...args: unknown[]) => unknown)(...args)).toThrow(`Expected ${message}`);
  }); // prettier-ignore
});

describe('A stored model is dropped, and the next save replaces it, where it', () => {
  const circle: Record<string, unknown> = JSON.parse(textOf(['a'])) as Record<string, unknown>;
  circle.itself = circle;
  it.each<[string, string, unknown, RegExp]>([
    ['was cut off', 'corrupted', textOf(['a']).slice(0, 40), /JSON/],
    ['is no JSON', 'corrupted', 'yes!', /JSON/],
    ['is an object in a circle', 'corrupted', circle, /circular/],
    ['is an object that JSON refuses', 'corrupted', { savedAt: 5n }, /BigInt/],
    ['is another JSON', 'foreign', '{"theme":"dark"}', /`stored.rxjs-prefetch-cache` to be 1, got `undefined`/],
    ['is a number', 'foreign', '5', /to be 1/],
    ['is null as a text', 'foreign', 'null', /to be 1/],
    ['is an object', 'foreign', { theme: 'dark' }, /to be 1/],
    ['is of a later release', 'foreign', textOf(['a'], { 'rxjs-prefetch-cache': 2 }), /to be 1, got `2`/],
    ['has another name', 'foreign', textOf(['a'], { name: 'tiles' }), /`stored.name` to be 'pages', got/],
    ['has no time', 'foreign', textOf(['a'], { savedAt: null }), /`stored.savedAt` to be a number/],
    ['has a version', 'version', textOf(['a'], { version: 2 }), /`stored.version` to be undefined, got `2`/],
    ['does not fit', 'unfit', textOf({ other: 1 }), /no list/],
    ['has no model', 'unfit', textOf(undefined), /no list/],
  ])('%s: %s', async (_what, reason, text, message) => {
    const map = new Map<string, unknown>([['pages', text]]);
    const learner = createFakeLearner('own');
    const kept = keep(learner, map);
    expect(kept.events).toEqual([{ type: 'model-dropped', name: 'pages', at: 0, reason, error: expect.any(Error) }]); // prettier-ignore
    const [event] = kept.events as { error?: Error }[];
    expect(event?.error?.message).toMatch(message);
    expect([await kept.restored, learner.known]).toEqual([false, ['own']]);
    await kept.save();
    expect(stored(map)).toBe('own');
  }); // prettier-ignore

  it('has another version of the program', async () => {
    const map = new Map<string, string>();
    await keep(createFakeLearner('a'), map, { version: '1' }).close();
    const same = createFakeLearner();
    keep(same, map, { version: '1' });
    expect(same.known).toEqual(['a']);
    const { events } = keep(createFakeLearner(), map, { version: 1 });
    expect(events).toMatchObject([{ reason: 'version', error: { message: expect.stringContaining('to be 1, got `"1"`') } }]); // prettier-ignore
  });

  it('is restored with an age of 0 if the clock was set back', () => {
    const { events } = keep(createFakeLearner(), new Map([['pages', textOf([], { savedAt: 99 })]]));
    expect(events).toMatchObject([{ type: 'model-restored', age: 0 }]);
  });
});

describe('A storage is used by its shape', () => {
  const texts = new Map<string, string>();
  beforeEach(() => texts.clear());
  const later = <T>(value: T): Promise<T> => Promise.resolve(value);
  const shapes: Record<string, unknown> = {
    'as a Map': texts,
    'as localStorage': {
      getItem: (name: string) => texts.get(name) ?? null,
      setItem: (name: string, text: string) => void texts.set(name, text),
      removeItem: (name: string) => void texts.delete(name),
    },
    'as localForage, with promises': {
      getItem: (name: string) => later(texts.get(name) ?? null),
      setItem: (name: string, text: string) => later(texts.set(name, text)).then(() => text),
      removeItem: (name: string) => later(void texts.delete(name)),
    },
    'as unstorage, which parses JSON, and has both shapes': {
      getItem: (name: string) => later(JSON.parse(texts.get(name) ?? 'null')),
      setItem: (name: string, text: string) => later(void texts.set(name, text)),
      removeItem: (name: string) => later(void texts.delete(name)),
      get: () => later('wrong'),
      set: () => later(false),
    },
    'as Keyv': {
      get: (name: string) => later(texts.get(name)),
      set: (name: string, text: string) => later(texts.set(name, text)).then(() => true),
      delete: (name: string) => later(texts.delete(name)),
    },
    'as idb-keyval': {
      get: (name: string) => later(texts.get(name)),
      set: (name: string, text: string) => later(void texts.set(name, text)),
      del: (name: string) => later(void texts.delete(name)),
    },
    'as a function with methods': Object.assign(() => undefined, {
      get: (name: string) => texts.get(name),
      set: (name: string, text: string) => texts.set(name, text),
      remove: 5,
      delete: (name: string) => texts.delete(name),
    }),
    'from a function': () => texts,
    'from a function with a promise': () => later(texts),
  };

  it.each(Object.entries(shapes))('%s', async (_shape, storage) => {
    await keep(createFakeLearner('a'), storage as ModelStorage).close();
    expect(stored(texts)).toBe('a');
    const learner = createFakeLearner();
    const kept = keep(learner, storage as ModelStorage);
    expect(await kept.restored).toBe(true);
    expect(kept.events).toMatchObject([{ characters: texts.get('pages')?.length }]);
    expect(learner.known).toEqual(['a']);
    expect(await kept.remove()).toBe(true);
    expect(texts.size).toBe(0);
  });

  it('with promises whose `then` gives no promise', async () => {
    const answer = (value: unknown) => ({
      then(give: (value: unknown) => void) {
        give(value);
      },
    });
    const storage = {
      getItem: (name: string) => answer(texts.get(name)),
      setItem: (name: string, text: string) => answer(void texts.set(name, text)),
    } as ModelStorage;
    expect(await keep(createFakeLearner('a'), storage).close()).toBe(true);
    expect(await keep(createFakeLearner(), storage).restored).toBe(true);
  });

  it('without a removal: an empty text replaces the model', async () => {
    const storage = {
      get: (name: string) => texts.get(name),
      set: (name: string, text: string) => void texts.set(name, text),
    };
    const kept = keep(createFakeLearner('a'), storage);
    await kept.save();
    expect(await kept.remove()).toBe(true);
    expect([...texts]).toEqual([['pages', '']]);
    expect(await keep(createFakeLearner(), storage).restored).toBe(false);
  });
});

describe('A storage that fails', () => {
  const refused = new Error('refused');
  const refuse = (): never => {
    throw refused;
  };
  const failure = (during: string, error: unknown = refused) => ({ type: 'model-error', name: 'pages', at: clock.frame, during, error }); // prettier-ignore

  it.each<[string, () => unknown]>([
    ['throws', refuse],
    ['rejects', () => Promise.reject(refused)],
  ])(
    'to load (it %s) is an event, and each save loads again, so that nothing unread is replaced',
    async (_how, get) => {
      const texts = new Map([['pages', textOf(['a'])]]);
      let isBroken = true;
      const learner = createFakeLearner();
      const kept = keep(learner, {
        get: (name) => (isBroken ? get() : texts.get(name)),
        set: (name, text) => texts.set(name, text),
      });
      expect(await kept.restored).toBe(false);
      learner.learn('b');
      expect(await kept.save()).toBe(false);
      expect(kept.events).toEqual([failure('load'), failure('load')]);
      expect(stored(texts)).toBe('a');
      isBroken = false;
      expect(await kept.save()).toBe(true);
      expect(learner.known).toEqual(['a']);
      learner.learn('c');
      await kept.save();
      expect(stored(texts)).toBe('ac');
    },
  );

  it.each<[string, () => unknown]>([
    ['throws', refuse],
    ['rejects', () => Promise.reject(refused)],
  ])('to save (it %s) is an event, and what was learned is saved later', async (_how, set) => {
    const texts = new Map<string, string>();
    let isBroken = true;
    const kept = keep(createFakeLearner('a'), {
      get: () => null,
      set: (name, text) => (isBroken ? set() : texts.set(name, text)),
    });
    expect(await kept.save()).toBe(false);
    expect(kept.events).toEqual([failure('save')]);
    isBroken = false;
    await pass(60_000);
    await pass(10);
    expect(stored(texts)).toBe('a');
  });

  it('with the answer false has refused to save', async () => {
    const kept = keep(createFakeLearner('a'), { get: () => null, set: () => false });
    expect(await kept.save()).toBe(false);
    expect(kept.events).toMatchObject([{ during: 'save', error: { message: 'The storage has refused: its answer was `false`' } }]); // prettier-ignore
  });

  it('to remove is an event', async () => {
    const kept = keep(createFakeLearner(), { get: () => null, set: () => null, delete: refuse });
    expect(await kept.remove()).toBe(false);
    expect(kept.events).toEqual([failure('remove')]);
  });

  it.each<[string, () => never, RegExp]>([
    ['throws, as localStorage does in private windows', refuse, /refused/],
    ['gives none, as on a server', () => undefined as never, /Expected `storage` to be an object with `getItem`/], // prettier-ignore
  ])('to be opened: its function %s', async (_how, storage, message) => {
    const kept = keep(createFakeLearner('a'), storage);
    expect([await kept.restored, await kept.close()]).toEqual([false, false]);
    expect(kept.events).toMatchObject([{ during: 'load' }, { during: 'load' }]);
    expect((kept.events[0] as { error?: Error }).error?.message).toMatch(message);
  });

  it('to be read for its methods is an event, until it can be read', async () => {
    const texts = new Map([['pages', textOf(['a'])]]);
    let isBroken = true;
    const storage = {
      get get() {
        return isBroken ? refuse() : (name: string) => texts.get(name);
      },
      set: (name: string, text: string) => texts.set(name, text),
    };
    const learner = createFakeLearner();
    const kept = keep(learner, storage);
    expect(kept.events).toEqual([failure('load')]);
    isBroken = false;
    expect(await kept.save()).toBe(true);
    expect(learner.known).toEqual(['a']);
  });

  it.each(['QuotaExceededError', 'NS_ERROR_DOM_QUOTA_REACHED'])(
    'because it is full (%s) is tried again with a quarter of the size, and stays at it',
    async (name) => {
      const texts = new Map<string, string>();
      const full = Object.assign(new Error('full'), { name });
      const learner = createFakeLearner('a');
      const kept = keep(learner, {
        getItem: () => null,
        setItem(key, text) {
          if ((learner.sizes.at(-1) ?? 0) > 25_000) throw full;
          texts.set(key, text);
        },
      }, { maxCharacters: 100_000 }); // prettier-ignore
      expect(await kept.save()).toBe(true);
      learner.learn('b');
      expect(await kept.save()).toBe(true);
      expect(learner.sizes).toEqual([100_000, 25_000, 25_000]);
      expect(kept.events).toMatchObject([failure('save', full), { type: 'model-saved' }, { type: 'model-saved' }]); // prettier-ignore
    },
  );

  it('because it is full, also of the smaller model, gives up until the next save', async () => {
    const full = Object.assign(new Error('full'), { name: 'QuotaExceededError' });
    const learner = createFakeLearner('a');
    const kept = keep(learner, { getItem: () => null, setItem: () => Promise.reject(full) });
    expect(await kept.save()).toBe(false);
    expect(kept.events).toEqual([failure('save', full), failure('save', full)]);
    expect(learner.sizes).toEqual([150_000, 37_500]);
    for (let i = 0; i < 9; i++) await kept.save();
    expect(learner.sizes.at(-1)).toBe(1000);
  });

  it.each<[string, Partial<FakeLearner>, RegExp]>([
    ['throws', { toJSON: refuse }, /refused/],
    ['gives none, as `strides`', { toJSON: () => undefined }, /this predictor learns none/],
    ['gives one that is no JSON', { toJSON: () => 5n }, /BigInt/],
  ])('has no part in it: the model %s', async (_what, part, message) => {
    const kept = keep({ ...createFakeLearner('a'), ...part }, new Map<string, string>());
    expect(await kept.save()).toBe(false);
    expect((kept.events as { error?: Error }[]).map(({ error }) => error?.message)).toEqual([expect.stringMatching(message)]); // prettier-ignore
  });

  it('in slices is an event too', async () => {
    const learner = { ...createFakeLearner('a'), *saveInSlices(): Generator<void> { yield refuse(); } }; // prettier-ignore
    const kept = keep(learner, new Map<string, string>());
    await pass(61_000);
    expect(kept.events).toMatchObject([{ type: 'model-error', during: 'save', error: refused }]);
  });
});

describe('While the storage has not answered', () => {
  it('nothing is saved, and the stored model replaces what was learned until then', async () => {
    const { storage, pending, answer } = createSlowStorage();
    const learner = createFakeLearner('early');
    const kept = keep(learner, storage, { timeout: Infinity });
    const saved = kept.save();
    await pass(1e6);
    expect(pending.map(({ call }) => call)).toEqual(['get']);
    await answer(textOf(['a']));
    expect(learner.known).toEqual(['a']);
    expect([await kept.restored, await saved, pending.length]).toEqual([true, true, 0]);
  });

  it('what was learned stays, and is saved, if nothing is stored', async () => {
    const { storage, pending, answer } = createSlowStorage();
    const kept = keep(createFakeLearner('early'), storage);
    const saved = kept.save();
    await answer(undefined);
    expect(pending.map(({ call }) => call)).toEqual(['set early']);
    await answer();
    expect(await saved).toBe(true);
  });

  it('for the timeout, that is an event; a late answer counts', async () => {
    const { storage, answer } = createSlowStorage();
    const learner = createFakeLearner();
    const kept = keep(learner, storage, { timeout: 100 });
    await pass(99);
    expect(kept.events).toEqual([]);
    await pass(1);
    expect(await kept.restored).toBe(false);
    expect(kept.events).toMatchObject([{ type: 'model-error', at: 100, during: 'load', error: { message: 'The storage did not answer within 100 ms' } }]); // prettier-ignore
    await answer(textOf(['a']));
    expect(learner.known).toEqual(['a']);
    expect(kept.events.at(-1)).toMatchObject({ type: 'model-restored' });
  });

  it('the first of several late answers counts', async () => {
    const { storage, answer } = createSlowStorage();
    const learner = createFakeLearner('early');
    const kept = keep(learner, storage, { timeout: 100 });
    await pass(100);
    void kept.save();
    await answer(textOf(['a']));
    learner.learn('b');
    await answer(textOf(['a']));
    expect(learner.known).toEqual(['a', 'b']);
    expect(kept.events.filter(({ type }) => type === 'model-restored')).toHaveLength(1);
  });

  it('a late error is no unhandled rejection', async () => {
    const { storage, pending } = createSlowStorage();
    keep(createFakeLearner(), storage, { timeout: 100 });
    await pass(100);
    pending[0]?.reject(new Error('late'));
    await settled();
  });

  it('ever, all promises resolve within three timeouts, and nothing throws', async () => {
    const { storage } = createSlowStorage();
    const kept = keep(createFakeLearner('a'), storage, { timeout: 100 });
    const ends = [kept.restored, kept.save(), kept.save(), kept.close(), kept.remove()];
    for (let i = 0; i < 4; i++) await pass(100);
    expect(await Promise.all(ends)).toEqual([false, false, false, false, false]);
  });
});

describe('A listener that saves again at each error', () => {
  const refuse = (): never => {
    throw new Error('refused');
  };

  it('saves each time in a timer of its own, and all promises resolve', async () => {
    const set = jest.fn(refuse);
    const kept = keep(createFakeLearner('a'), { get: () => null, set });
    const saves: Promise<boolean>[] = [];
    // More often than calls fit on the stack.
    kept.events$.subscribe(() => saves.length < 2000 && saves.push(kept.save()));
    expect(await kept.save()).toBe(false);
    expect(set).toHaveBeenCalledTimes(1);
    await pass(0);
    expect(set).toHaveBeenCalledTimes(2001);
    expect(await kept.close()).toBe(false);
    expect(await Promise.all(saves)).not.toContain(true);
  });

  it('does not save after close', async () => {
    const set = jest.fn(refuse);
    const kept = keep(createFakeLearner('a'), { get: () => null, set });
    kept.events$.subscribe(() => void kept.save());
    expect(await kept.close()).toBe(false);
    await pass(1000);
    expect(set).toHaveBeenCalledTimes(1);
  });
});

describe('A page that is hidden', () => {
  closeFakePages();

  it.each(['hide', 'leave'] as const)('(%s) saves within the event', (how) => {
    const page = openFakePage();
    const map = new Map<string, string>();
    const learner = createFakeLearner();
    keep(learner, map);
    learner.learn('a');
    page[how]();
    expect(stored(map)).toBe('a');
  });

  it('saves once where it is hidden and left', () => {
    const page = openFakePage();
    const kept = keep(createFakeLearner('a'), new Map<string, string>());
    page.hide();
    page.leave();
    expect(kept.events.map(({ type }) => type)).toEqual(['model-saved']);
  });

  it('during a save in slices saves all within the event, once', async () => {
    const page = openFakePage();
    const map = new Map<string, string>();
    const learner = createFakeLearner('a', 'b', 'c');
    const kept = keep(learner, map);
    let found = '';
    // After the first slice.
    const hide = (): void => {
      learner.learn('d');
      expect([map.size, learner.running()]).toEqual([0, 1]);
      page.hide();
      found = stored(map);
    };
    clock.schedule(() => clock.schedule(hide), 60_000);
    await pass(60_000);
    expect([found, learner.running()]).toEqual(['abcd', 0]);
    await pass(1000);
    expect(kept.events.map(({ type }) => type)).toEqual(['model-saved']);
  });

  it('while the storage writes is saved right after it: there is one write at a time', async () => {
    const page = openFakePage();
    const { storage, pending, answer } = createSlowStorage();
    const learner = createFakeLearner();
    keep(learner, storage);
    await answer(null);
    learner.learn('a');
    page.hide();
    learner.learn('b');
    page.hide();
    page.hide();
    expect(pending.map(({ call }) => call)).toEqual(['set a']);
    await answer();
    expect(pending.map(({ call }) => call)).toEqual(['set ab']);
    await answer();
    expect(pending).toEqual([]);
  });

  it('is not watched after close or remove, and no timer runs', async () => {
    const page = openFakePage();
    for (const end of ['close', 'remove'] as const) {
      const learner = createFakeLearner();
      const map = new Map<string, string>();
      const kept = keep(learner, map);
      expect(page.listeners).toBe(2);
      await kept[end]();
      expect(page.listeners).toBe(0);
      learner.learn('a');
      page.hide();
      expect(await kept.save()).toBe(true);
      await pass(1e6);
      expect(map.size).toBe(0);
      expect(clock.actions.filter(({ closed }) => !closed)).toEqual([]);
    }
  });

  it.each([
    ['an empty object', {}],
    ['an object that only adds listeners', { addEventListener: () => undefined }],
    ['null', null],
  ])('may be less than a page: %s', (_what, document) => {
    Object.assign(globalThis, { document });
    expect(() => keep(createFakeLearner(), new Map<string, string>())).not.toThrow();
  });
});

describe('Every so often', () => {
  it('what was learned is saved, a slice in each timer', async () => {
    const map = new Map<string, string>();
    const learner = createFakeLearner('a', 'b', 'c');
    const kept = keep(learner, map, { saveEvery: 1000 });
    clock.maxFrames = 1000;
    const schedule = jest.spyOn(clock, 'schedule');
    await pass(1000);
    // A timer for each of four steps, and the next save.
    expect([stored(map), schedule.mock.calls.length]).toEqual(['abc', 5]);
    await pass(10_000);
    learner.learn('d');
    await pass(1000);
    expect(kept.events.map(({ type, at }) => [type, at])).toEqual([['model-saved', 1000], ['model-saved', 12_000]]); // prettier-ignore
  });

  it('nothing is saved with Infinity', async () => {
    const map = new Map<string, string>();
    keep(createFakeLearner('a'), map, { saveEvery: Infinity });
    await pass(1e9);
    expect(map.size).toBe(0);
  });

  it('a time that timers do not have does not save all the time', async () => {
    const map = new Map<string, string>();
    const delays: number[] = [];
    const scheduler = {
      now: () => 0,
      schedule: (_work: unknown, delay: number) => {
        delays.push(delay);
        return { unsubscribe: () => undefined } as never;
      },
    } as never;
    keep(createFakeLearner('a'), map, { saveEvery: 1e12, scheduler });
    await settled();
    expect(delays).toEqual([2 ** 31 - 1]);
  });

  it('nothing begins while an earlier save waits for the storage', async () => {
    const { storage, pending, answer } = createSlowStorage();
    const learner = createFakeLearner('a');
    keep(learner, storage, { saveEvery: 1000, timeout: Infinity });
    await answer(null);
    for (let i = 0; i < 5; i++) {
      await pass(1000);
      learner.learn('b');
    }
    expect(pending.map(({ call }) => call)).toEqual(['set a']);
  });

  it('what was learned during the slices is saved the next time', async () => {
    const map = new Map<string, string>();
    const learner = createFakeLearner('a', 'b');
    const kept = keep(learner, map, { saveEvery: 1000 });
    clock.schedule(() => learner.learn('c'), 1000);
    await pass(1000);
    await pass(1000);
    expect(kept.events.map(({ type }) => type)).toEqual(['model-saved', 'model-saved']);
    expect(stored(map)).toBe('abc');
  });
});

describe('Slices without a scheduler', () => {
  it('run in idle periods, several where there is time, and end when it is closed', async () => {
    const idle: IdleRequestCallback[] = [];
    const cancelled: number[] = [];
    Object.assign(globalThis, {
      requestIdleCallback: (callback: IdleRequestCallback) => idle.push(callback),
      cancelIdleCallback: (id: number) => cancelled.push(id),
    });
    const map = new Map<string, string>();
    const kept = keep(createFakeLearner('a', 'b', 'c', 'd'), map, { saveEvery: 1, scheduler: undefined }); // prettier-ignore
    for (let i = 0; i < 1000 && idle.length === 0; i++)
      await new Promise((resolve) => setTimeout(resolve, 2));
    let left = 15;
    idle[0]?.({ didTimeout: false, timeRemaining: () => (left -= 5) });
    expect([idle.length, map.size]).toEqual([2, 0]);
    idle[1]?.({ didTimeout: true, timeRemaining: () => 0 });
    expect(idle.length).toBe(3);
    expect(await kept.close()).toBe(true);
    expect([cancelled.at(-1), stored(map)]).toEqual([3, 'abcd']);
    Reflect.deleteProperty(globalThis, 'requestIdleCallback');
    Reflect.deleteProperty(globalThis, 'cancelIdleCallback');
  });
});

describe('After close', () => {
  it('before the storage has answered, a stored model is neither taken over nor replaced', async () => {
    const { storage, pending, answer } = createSlowStorage();
    const learner = createFakeLearner('early');
    const kept = keep(learner, storage);
    const closed = kept.close();
    await answer(textOf(['a']));
    // It asks once more, and then leaves it.
    await answer(textOf(['a']));
    expect([await closed, await kept.restored, pending]).toEqual([false, false, []]);
    expect(learner.known).toEqual(['early']);
  });

  it('before the storage has answered, what was learned is saved if nothing is stored', async () => {
    const { storage, pending, answer } = createSlowStorage();
    const kept = keep(createFakeLearner('early'), storage);
    const closed = kept.close();
    await answer(null);
    expect(pending.map(({ call }) => call)).toEqual(['set early']);
    await answer();
    expect(await closed).toBe(true);
  });

  it('a second close, and a save, give what the first one gives', async () => {
    const { storage, pending, answer } = createSlowStorage();
    const learner = createFakeLearner('a');
    const kept = keep(learner, storage);
    await answer(null);
    const ends = [kept.close(), kept.close(), kept.save()];
    learner.learn('b');
    await answer();
    expect(await Promise.all(ends)).toEqual([true, true, true]);
    expect(pending).toEqual([]);
  });

  it('a model can still be removed, and after remove it is not saved again', async () => {
    const map = new Map<string, string>();
    const learner = createFakeLearner('a');
    const kept = keep(learner, map);
    await kept.close();
    expect(await kept.remove()).toBe(true);
    learner.learn('b');
    await kept.close();
    await kept.save();
    expect(map.size).toBe(0);
  });

  it('remove waits for a write, so that the write does not come after it', async () => {
    const { storage, pending, answer } = createSlowStorage();
    const kept = keep(createFakeLearner('a'), storage);
    await answer(null);
    void kept.save();
    const removed = kept.remove();
    expect(pending.map(({ call }) => call)).toEqual(['set a']);
    await answer();
    expect(pending.map(({ call }) => call)).toEqual(['remove']);
    await answer();
    expect(await removed).toBe(true);
  });
});
