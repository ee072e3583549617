import { describe, expect, it } from '@jest/globals';
import { oldest } from '../../src/eviction/oldest.js';
import type { EvictionPolicy } from '../../src/types.js';
import { createScene } from './createScene.js';

describe('A store', () => {
  it('keeps items that fit', () => {
    const { store, keys, ...the } = createScene({ maxKeys: 2 });
    expect([the.keep('a'), the.keep('b'), store.size, keys()]).toEqual([true, true, 2, 'ab']);
    expect(store.find('a')?.value).toBe('item a');
  });

  it('holds its items in the order of their arrival', () => {
    const { keys, ...the } = createScene();
    for (const key of ['c', 'a', 'b', 'a']) the.keep(key);
    expect(keys()).toBe('cba');
  });

  it('never evicts the current key of a reader, nor a pinned item', () => {
    const { store, log, keys, ...the } = createScene({ maxKeys: 2 });
    the.keep('a');
    the.keep('b');
    the.at('a');
    const b = the.resident('b');
    store.pin(b);
    expect([the.keep('c'), keys(), log]).toEqual([false, 'ab', ['c rejected']]);
    store.unpin(b);
    expect([the.keep('c'), keys(), log]).toEqual([true, 'ac', ['c rejected', 'b capacity']]);
  });

  it('evicts nothing likelier than the limit', () => {
    const { log, ...the } = createScene({ maxKeys: 2 });
    the.keep('a');
    the.keep('b');
    the.name({ a: 1, b: 2 });
    expect([the.keep('c', 0.5), log]).toEqual([false, ['c rejected']]);
    expect([the.keep('c', 1), log]).toEqual([true, ['c rejected', 'a capacity']]);
  });

  it('evicts as many items as the bytes of the newcomer need, or none', () => {
    const { store, log, keys, ...the } = createScene({ maxBytes: 6 });
    for (const key of ['a', 'b', 'c']) the.keep(key, Infinity, 2);
    the.at('c');
    expect([the.keep('d', Infinity, 5), log]).toEqual([false, ['d rejected']]);
    expect([the.keep('d', Infinity, 3), log, keys()]).toEqual([
      true,
      ['d rejected', 'a capacity', 'b capacity'],
      'cd',
    ]);
    expect([the.keep('e', Infinity, 7), keys()]).toEqual([false, 'cd']);
    expect(store.size).toBe(2);
  });

  it('evicts nothing if an item likelier than the limit would have to leave too', () => {
    const { log, ...the } = createScene({ maxBytes: 6 });
    for (const key of ['a', 'b', 'c']) the.keep(key, Infinity, 2);
    the.name({ a: 1, b: 2, c: 3 });
    expect([the.keep('d', 2, 5), the.keep('e', 2, 4), log]).toEqual([
      false,
      true,
      ['d rejected', 'a capacity', 'b capacity'],
    ]);
  });

  it('keeps an item as large as its budget, whatever the rounding errors of the others', () => {
    const { store, log, ...the } = createScene({ maxBytes: 1 });
    for (const key of 'abcdefghij') the.keep(key, Infinity, 0.1);
    expect([store.size, log]).toEqual([10, []]);
    expect([the.keep('x', Infinity, 1), log.filter((line) => !line.endsWith('capacity'))]).toEqual([
      true,
      [],
    ]);
  });

  it('counts an evicted item as long as it is pinned', () => {
    const { store, log, keys, ...the } = createScene({ maxKeys: 2 });
    the.keep('a');
    const a = the.resident('a');
    store.pin(a);
    store.pin(a);
    store.drop(a, 'invalidated');
    expect([store.find('a'), store.size, log]).toEqual([undefined, 1, []]);
    the.keep('b');
    the.keep('c');
    expect(keys()).toBe('ac');
    store.unpin(a);
    expect(log).toEqual(['b capacity']);
    store.unpin(a);
    expect([log, keys()]).toEqual([['b capacity', 'a invalidated'], 'c']);
  });

  it('evicts a replaced item, also if the new one is not kept', () => {
    const { store, log, ...the } = createScene({ maxBytes: 5 });
    the.keep('a');
    the.keep('a');
    expect(log).toEqual(['a replaced']);
    expect(the.keep('a', Infinity, 9)).toBe(false);
    expect([log, store.size]).toEqual([['a replaced', 'a replaced', 'a rejected'], 0]);
  });

  it('emits `expired` for an expired item', () => {
    const { store, log, clock, ...the } = createScene({ maxKeys: 1 });
    store.keep(the.entry('a', 1, 10), Infinity, 'demand');
    clock.now = 10;
    expect([store.find('a'), store.entries.size]).toEqual([undefined, 1]);
    the.keep('b');
    store.keep(the.entry('b', 1, 20), Infinity, 'demand');
    clock.now = 20;
    store.keep(the.entry('b', 1, 99), Infinity, 'demand');
    expect(log).toEqual(['a expired', 'b replaced', 'b expired']);
  });

  it('finds an expired item as long as it is served at once, or instead of an error', () => {
    const { store, log, clock, ...the } = createScene({ staleWhileRevalidate: 5, staleIfError: 9 });
    store.keep(the.entry('a', 1, 10), Infinity, 'demand');
    const seen = [9, 10, 14, 15, 18, 19].map((now) => {
      clock.now = now;
      store.dropDead('a');
      const finds = [store.findFresh('a'), store.find('a'), store.findForError('a')];
      return finds.map((entry) => (entry ? 'x' : '-')).join('');
    });
    expect(seen).toEqual(['xxx', '-xx', '-xx', '--x', '--x', '---']);
    expect(log).toEqual(['a expired']);
  });

  it('evicts items that are served no more first, and expired ones like others', () => {
    const { store, log, clock, ...the } = createScene({ maxKeys: 2, staleIfError: 5 });
    the.keep('b');
    store.keep(the.entry('a', 1, 10), Infinity, 'demand');
    clock.now = 14;
    the.keep('c');
    clock.now = 15;
    the.keep('d');
    expect(log).toEqual(['b capacity', 'a expired']);
  });

  it('evicts expired items first, however likely they are', () => {
    const { store, log, clock, ...the } = createScene({ maxKeys: 2 });
    the.keep('b');
    store.keep(the.entry('a', 1, 10), Infinity, 'demand');
    the.name({ a: 5, b: 1 });
    clock.now = 10;
    the.keep('c', 0);
    expect(log).toEqual(['a expired']);
  });

  it('evicts an item that was never kept once it is unpinned, with its first reason', () => {
    const { store, log, ...the } = createScene();
    const a = the.entry('a');
    store.pin(a);
    store.drop(a, 'rejected');
    expect(log).toEqual([]);
    store.unpin(a);
    store.drop(a, 'close');
    expect([log, store.size]).toEqual([['a rejected'], 0]);
  });

  it('evicts all items when it closes, also pinned ones and those not kept yet', () => {
    const { store, log, ...the } = createScene();
    for (const key of ['a', 'b']) the.keep(key);
    const a = the.resident('a');
    store.pin(a);
    store.pin(the.resident('b'));
    store.drop(the.resident('b'), 'invalidated');
    store.receive(the.entry('c'));
    store.close();
    expect([log, store.size]).toEqual([['a close', 'b close', 'c rejected'], 0]);
    store.unpin(a);
    expect(log).toHaveLength(3);
  });

  it('names each key that is no longer resident', () => {
    const { store, unblocked, ...the } = createScene({ maxKeys: 1 });
    for (const key of ['a', 'b', 'b']) the.keep(key);
    store.drop(the.entry('c'), 'rejected');
    store.dropOld('b', 'invalidated');
    expect(unblocked).toEqual(['a', 'b', 'b']);
  });

  it('does not call the policy for an item larger than its budget', () => {
    let asked = 0;
    const inner = oldest<string>();
    const victim: typeof inner.victim = (isShielded) => {
      asked++;
      return inner.victim(isShielded);
    };
    const the = createScene({ maxBytes: 3, policy: { ...inner, victim } });
    the.keep('a');
    expect([the.keep('b', Infinity, 4), asked]).toEqual([false, 0]);
  });

  it('does not call the policy while there is room, nor for admission', () => {
    let asked = 0;
    const ask = (): undefined => {
      asked++;
    };
    const policy: EvictionPolicy<string> = { ...oldest(), victim: ask };
    const { store, ...the } = createScene({ maxKeys: 2, policy });
    the.keep('a');
    the.keep('b');
    store.admission(false);
    expect(asked).toBe(0);
    the.keep('c');
    expect(asked).toBe(1);
  });
});

describe('The admission of a store', () => {
  it('is the likelihood from which a newcomer finds room', () => {
    const { store, ...the } = createScene({ maxKeys: 2 });
    expect(store.admission(false)).toBe(0);
    the.keep('a');
    the.keep('b');
    expect(store.admission(false)).toBe(0);
    the.name({ a: 3, b: 2 });
    expect(store.admission(false)).toBe(2);
    the.at('b');
    expect(store.admission(false)).toBe(3);
    store.pin(the.resident('a'));
    expect(store.admission(false)).toBe(Infinity);
    the.end();
    expect(store.admission(false)).toBe(0);
  });

  it('assumes a newcomer of the mean size of residents', () => {
    const { store, ...the } = createScene({ maxBytes: 10 });
    the.keep('a', Infinity, 4);
    the.name({ a: 7 });
    expect(store.admission(false)).toBe(0);
    the.keep('b', Infinity, 3);
    the.name({ a: 7, b: 5 });
    expect(store.admission(false)).toBe(5);
  });

  it('is 0 while a resident that may leave has expired', () => {
    const { store, clock, ...the } = createScene({ maxKeys: 1 });
    store.keep(the.entry('a', 1, 10), Infinity, 'demand');
    the.name({ a: 3 });
    expect(store.admission(false)).toBe(3);
    clock.now = 10;
    expect(store.admission(false)).toBe(0);
    store.pin(the.resident('a'));
    expect(store.admission(false)).toBe(Infinity);
  });

  it('counts evicted items as long as they are pinned', () => {
    const { store, ...the } = createScene({ maxKeys: 1 });
    the.keep('a');
    store.pin(the.resident('a'));
    store.drop(the.resident('a'), 'invalidated');
    expect(store.admission(false)).toBe(Infinity);
  });
});

describe('A store, where warms run,', () => {
  it('evicts nothing that a running warm loaded or found, for a warm', () => {
    const { store, log, ...the } = createScene({ maxKeys: 2 });
    const [a, b, c, d] = [the.entry('a'), the.entry('b'), the.entry('c'), the.entry('d')];
    const [first, second] = [the.warm(), the.warm()];
    for (const entry of [a, c, d]) entry.warm = first;
    store.keep(a, 0, 'warm');
    store.keep(b, 0, 'demand');
    store.guard(b, second);
    expect([store.admission(true), store.admission(false), store.keep(c, 0, 'warm'), log]).toEqual([
      Infinity,
      0,
      false,
      ['c rejected'],
    ]);
    the.stop(first);
    expect([store.admission(true), store.keep(d, 0, 'warm'), log]).toEqual([
      0,
      true,
      ['c rejected', 'a capacity'],
    ]);
  });

  it('evicts items that a warm guards for a request, the oldest first among equals', () => {
    const { store, log, ...the } = createScene({ maxKeys: 2 });
    the.keep('a');
    the.keep('b');
    store.guard(the.resident('a'), the.warm());
    the.keep('c');
    expect(log).toEqual(['a capacity']);
  });

  it('guards pinned items too, and stops when an item has left', () => {
    const { store, ...the } = createScene({ maxKeys: 1 });
    const [first, second] = [the.warm(), the.warm()];
    the.keep('a');
    const a = the.resident('a');
    store.guard(a, first);
    store.pin(a);
    expect([store.admission(true), store.admission(false), first.entries.size]).toEqual([
      Infinity,
      Infinity,
      1,
    ]);
    store.guard(a, second);
    store.unpin(a);
    the.stop(first);
    expect([
      store.admission(true),
      store.admission(false),
      first.entries.size,
      second.entries.size,
    ]).toEqual([Infinity, 0, 0, 1]);
    store.drop(a, 'invalidated');
    expect(second.entries.size).toBe(0);
    store.guard(a, second);
    expect(second.entries.size).toBe(0);
  });
});
