import * as fc from 'fast-check';
import { BehaviorSubject, Observable, Subject, type Subscriber, type Subscription } from 'rxjs';
import {
  foldState,
  foldStats,
  prefetchCache,
  type CacheState,
  type LoadContext,
  type OnRequest,
  type View,
} from '../../../../src/index.js';
import { isLong, seedOf } from '../../../support/usualSeed.js';

/** An item, with its number. */
export interface Numbered {
  readonly n: number;
  readonly key: number;
}

const KINDS = [
  ...(['view', 'view', 'view', 'follow', 'follow', 'get', 'give', 'give', 'give', 'fail'] as const),
  ...(['set', 'invalidate', 'clear', 'retry', 'stop view', 'complete', 'advance'] as const),
  ...([
    'advance',
    'reload',
    'invalidate where',
    'warm',
    'stop warm',
    'stop get',
    'toggle',
  ] as const),
];
const PLACES = [
  ...(['event', 'eviction', 'map', 'followed', 'load', 'teardown', 'abort', 'predict'] as const),
  ...(['added', 'used', 'removed', 'keyOf', 'sizeOf'] as const),
];
type Place = (typeof PLACES)[number];

interface Command {
  readonly do: (typeof KINDS)[number];
  /** In the next call of such user code; undefined: now. */
  readonly inside: Place | undefined;
  readonly ids: readonly number[];
  readonly pick: number;
}
interface Config {
  readonly maxKeys: number;
  readonly concurrency: number;
  readonly ttl: number | undefined;
  /** Whether `ttl` is a function: keys with an odd number expire. */
  readonly hasOwnTtl: boolean;
  readonly staleWhileRevalidate: number;
  readonly staleIfError: number;
  readonly prefetchBackoff: number;
  readonly onRequest: OnRequest;
  readonly order: 'concat' | 'merge' | 'switch';
  /** What the predictor names after each key. */
  readonly rows: readonly (readonly number[])[];
  /** Keys whose loads end in the call that begins them. */
  readonly synchronous: readonly number[];
  /** Whether there is a policy, whose hooks are places. */
  readonly hasPolicy: boolean;
}

const KEYS = 6;
const id = fc.nat(KEYS - 1);
const command = fc.record<Command>({
  do: fc.constantFrom(...KINDS),
  inside: fc.oneof(
    { weight: 5, arbitrary: fc.constant(undefined) },
    { weight: 1, arbitrary: fc.constantFrom(...PLACES) },
  ),
  ids: fc.array(id, { maxLength: 4 }),
  pick: fc.nat(9),
});
const config = fc.record<Config>({
  maxKeys: fc.constantFrom(1, 2, 3, 100),
  concurrency: fc.nat(2),
  ttl: fc.constantFrom(undefined, 3, 3),
  hasOwnTtl: fc.boolean(),
  staleWhileRevalidate: fc.constantFrom(0, 4, 50),
  staleIfError: fc.constantFrom(0, 4, 50),
  prefetchBackoff: fc.constantFrom(0, 5, 30_000),
  onRequest: fc.constantFrom('continue', 'hold', 'abort'),
  order: fc.constantFrom('concat', 'merge', 'switch'),
  rows: fc.array(fc.array(id, { maxLength: 3 }), { minLength: KEYS, maxLength: KEYS }),
  synchronous: fc.array(id, { maxLength: 2 }),
  hasPolicy: fc.boolean(),
});

/** Expects that random programs of views and followed keys keep laws 22, 23, 6 and 16. */
export function expectViewLaws(runs: number): void {
  fc.assert(fc.property(config, fc.array(command, { maxLength: isLong ? 80 : 25 }), play), {
    numRuns: isLong ? 10 * runs : runs,
    ...seedOf(22),
  });
}

interface Open {
  readonly key: number;
  readonly subscriber: Subscriber<Numbered>;
}

// One idea: a program, and what must be true after each of its commands.
function play(
  {
    rows,
    synchronous,
    hasPolicy,
    hasOwnTtl,
    staleWhileRevalidate,
    staleIfError,
    ...options
  }: Config,
  program: readonly Command[],
): void {
  const { maxKeys, ttl, order } = options;
  let [items, time, depth] = [0, 0, 0];
  const open = new Set<Open>();
  const armed: Command[] = [];
  const destroyed = new Set<Numbered>();
  /** All items that a map has ever had. */
  const shown = new Set<Numbered>();
  const create = (key: number): Numbered => ({ n: items++, key });
  const visit = (place: Place): void => {
    const index = depth < 3 ? armed.findIndex(({ inside }) => inside === place) : -1;
    const [found] = index < 0 ? [] : armed.splice(index, 1);
    // A key that `keyOf` gives comes before the key that it was asked about.
    if (!found || (place === 'keyOf' && found.do === 'follow')) return;
    depth++;
    act(found);
    depth--;
  };
  const enabled$ = new BehaviorSubject(true);
  const gets: Subscription[] = [];
  const warms: Subscription[] = [];
  const load = (key: number, { signal }: LoadContext): Observable<Numbered> =>
    new Observable((subscriber) => {
      signal.addEventListener('abort', () => visit('abort'));
      const one = { key, subscriber };
      open.add(one);
      visit('load');
      if (synchronous.includes(key)) subscriber.next(create(key));
      return () => {
        if (open.delete(one)) visit('teardown');
      };
    });
  const predict = (current: number): [number, number][] => {
    visit('predict');
    return (rows[current] ?? []).map((key, i) => [key, 1 / (i + 1)]);
  };
  const policy = {
    added: () => visit('added'),
    used: () => visit('used'),
    removed: () => visit('removed'),
    victim: () => undefined,
  };
  const cache = prefetchCache(load, predict, {
    ...options,
    ...(ttl !== undefined && { staleWhileRevalidate, staleIfError }),
    ...(ttl !== undefined && hasOwnTtl && { ttl: ({ key }) => (key % 2 ? ttl : Infinity) }),
    enabled$,
    scheduler: { now: () => time },
    keyOf(key) {
      visit('keyOf');
      return key;
    },
    sizeOf() {
      visit('sizeOf');
      return 1;
    },
    ...(hasPolicy && { eviction: policy }),
  });
  const views = createViews();
  const followed = { key: undefined as number | undefined, value: undefined as Numbered | undefined, isOver: false }; // prettier-ignore
  const key$ = new Subject<number>();
  const heard = { stats: cache.stats(), state: cache.snapshot() };
  cache.events$.pipe(foldStats()).subscribe((stats) => (heard.stats = stats));
  cache.events$.pipe(foldState(cache.snapshot())).subscribe((state) => (heard.state = state));
  cache.events$.subscribe(() => visit('event'));
  cache.evictions$.subscribe(({ value }) => {
    if (destroyed.has(value)) throw new Error(`item ${value.n} leaves twice`);
    destroyed.add(value);
    for (const one of views.all)
      if (!one.isOver && one.shows(value)) one.faults.push(`item ${value.n} leaves while shown`);
    visit('eviction');
  });
  key$.pipe(cache.with({ follow: true })).subscribe({
    next(value) {
      followed.value = value;
      visit('followed');
    },
    error: () => (followed.isOver = true),
    complete: () => (followed.isOver = true),
  });

  function createViews() {
    const all = [openView(), openView()];
    return { all, at: (pick: number) => all[pick % all.length] as (typeof all)[number] };
  }
  function openView() {
    const view$ = new Subject<Iterable<number>>();
    const one = {
      view$,
      keys: [] as readonly number[],
      map: undefined as View<number, Numbered> | undefined,
      emissions: 0,
      isOver: false,
      isCompleted: false,
      faults: [] as string[],
      stop: (): void => undefined,
      shows: (value: Numbered): boolean =>
        [...(one.map?.values() ?? [])].some(
          (it) => it.status === 'fulfilled' && it.value === value,
        ),
    };
    const subscription = view$.pipe(cache.view).subscribe({
      next(map) {
        one.map = map;
        for (const it of map.values()) if (it.status === 'fulfilled') shown.add(it.value);
        one.emissions++;
        for (const value of destroyed) if (one.shows(value)) one.faults.push(`item ${value.n} is shown after it left`); // prettier-ignore
        visit('map');
      },
      complete: () => (one.isOver = true),
    });
    one.stop = () => {
      one.isOver = true;
      subscription.unsubscribe();
    };
    return one;
  }
  function act({ do: kind, ids, pick }: Command): void {
    const view = views.at(pick);
    const [key = 0] = ids;
    const one = [...open][pick % open.size];
    switch (kind) {
      case 'view':
        if (view.isOver || view.isCompleted) return;
        view.keys = [...new Set(ids)];
        return view.view$.next(ids);
      case 'stop view':
        return pick < 3 ? view.stop() : undefined;
      case 'complete':
        if (pick >= 3) return;
        view.isCompleted = true;
        return view.view$.complete();
      case 'follow':
        if (followed.isOver) return;
        followed.key = key;
        return key$.next(key);
      case 'get':
        return void gets.push(cache.get(key).subscribe({ error: () => undefined }));
      case 'stop get':
        return gets.pop()?.unsubscribe();
      case 'reload':
        return cache.reload(key);
      case 'invalidate where':
        return cache.invalidateWhere((known) => ids.includes(known));
      case 'warm':
        return void warms.push(cache.warm(ids).subscribe());
      case 'stop warm':
        return warms.pop()?.unsubscribe();
      case 'toggle':
        return enabled$.next(!enabled$.value);
      case 'give':
        return one?.subscriber.next(create(one.key));
      case 'fail':
        return one?.subscriber.error(new Error(`no ${one.key}`));
      case 'set':
        return cache.set(key, create(key));
      case 'invalidate':
        return cache.invalidate(key);
      case 'clear':
        return cache.clear();
      case 'retry':
        return view.map?.retry();
      case 'advance':
        time += depth > 0 ? 0 : pick;
        return;
    }
  }
  const expectQuiet = (): void => {
    const inFlight = new Set([...open].map((each) => each.key));
    for (const { keys, map, isOver, isCompleted, faults } of views.all) {
      if (faults[0]) throw new Error(faults[0]);
      if (isOver || !map) continue;
      const there = [...map.keys()];
      if (String(there) !== String(keys.filter((key) => map.has(key))))
        throw new Error(`the map has the keys ${there.join()} of the view ${keys.join()}`);
      for (const key of keys) {
        const [outcome, held] = [map.get(key), cache.peek(key)];
        if (!isCompleted && held && !(outcome?.status === 'fulfilled' && outcome.value === held))
          throw new Error(`key ${key} is resident, and the map has another item or none`);
        const isStale = outcome?.status === 'fulfilled' && !held && maxKeys === 100 && !ttl;
        if (isStale && !isCompleted && !inFlight.has(key))
          throw new Error(`nobody loads key ${key}, whose item is not resident`);
        if (!outcome && !inFlight.has(key))
          throw new Error(`nobody loads key ${key}, which is shown`);
      }
    }
    const { key, value, isOver } = followed;
    const held = key === undefined || isOver ? undefined : cache.peek(key);
    if (held && order === 'switch' && held !== value)
      throw new Error(`item ${held.n} is resident, and the follower has ${value?.n}`);
    if (JSON.stringify(heard.stats) !== JSON.stringify(cache.stats()))
      throw new Error(`the fold of the events is ${JSON.stringify(heard.stats)}, the stats are ${JSON.stringify(cache.stats())}`); // prettier-ignore
    const [folded, own] = [inOrder(heard.state), inOrder(cache.snapshot())];
    if (folded !== own) throw new Error(`the fold has ${folded}, the cache ${own}`);
  };

  for (const one of program) {
    const wasArmed = armed.length > 0;
    if (one.inside === undefined) act(one);
    else armed.push(one);
    // What is read now calls `keyOf`, in which nothing may happen.
    depth = Infinity;
    expectQuiet();
    depth = 0;
    const { isOver, isCompleted, map } = views.at(one.pick);
    const isRetried = one.do === 'view' || one.do === 'retry';
    if (isRetried && !wasArmed && one.inside === undefined && !isOver && !isCompleted)
      for (const [key, { status }] of map ?? [])
        if (status === 'rejected') throw new Error(`key ${key} is not loaded again`);
  }
  armed.length = 0;
  for (const view of views.all) view.stop();
  key$.complete();
  cache.close();
  for (const value of shown)
    if (!destroyed.has(value)) throw new Error(`item ${value.n} never leaves`);
  if (open.size > 0) throw new Error(`${open.size} loads are in flight after the cache closed`);
}

/** The readers and plans of a state, in an order of their own. */
function inOrder({ readers, plan }: CacheState<number>): string {
  return JSON.stringify([
    [...readers].sort((a, b) => a.id - b.id),
    [...plan].sort((a, b) => a.reader - b.reader),
  ]);
}
