import { describe, expect, it } from '@jest/globals';
import { oldest } from '../../src/eviction/oldest.js';
import { smallest } from '../../src/eviction/smallest.js';
import type { EvictionPolicy } from '../../src/types.js';
import { createScene } from './createScene.js';

describe('A store', () => {
  it('keeps what has room', () => {
    const { store, keys, ...the } = createScene({ maxKeys: 2 });
    expect([the.keep('a'), the.keep('b'), store.held.size, keys()]).toEqual([true, true, 2, 'ab']);
    expect(store.entries.get('a')?.value).toBe('item a');
  });

  it('lets the one go that the policy says, among those that no table names', () => {
    const { log, keys, ...the } = createScene({ maxKeys: 3 });
    for (const key of ['a', 'b', 'c']) the.keep(key);
    the.name({ a: 1 });
    the.keep('d');
    expect([log, keys()]).toEqual([['b capacity'], 'acd']);
  });

  it('lets the least likely go where all are named', () => {
    const { log, ...the } = createScene({ maxKeys: 3 });
    for (const key of ['a', 'b', 'c']) the.keep(key);
    the.name({ a: 3, b: 1, c: 2 });
    the.keep('d');
    expect(log).toEqual(['b capacity']);
  });

  it('takes no notice of what a table named before', () => {
    const { store, log, ...the } = createScene({ maxKeys: 2 });
    for (const key of ['a', 'b']) the.keep(key);
    for (let i = 0; i < 3; i++) {
      the.name({ a: 1, b: 9 });
      the.name({ a: 1 });
    }
    expect(store.admission(false)).toBe(0);
    the.keep('c');
    expect(log).toEqual(['b capacity']);
  });

  it('asks the policy among the equally likely', () => {
    const { log, ...the } = createScene({ maxKeys: 3, policy: smallest() });
    the.keep('a', Infinity, 5);
    the.keep('b', Infinity, 3);
    the.keep('c', Infinity, 1);
    the.name({ a: 1, b: 1, c: 2 });
    the.keep('d');
    expect(log).toEqual(['b capacity']);
  });

  it('never lets the current key of a cursor go, nor what is pinned', () => {
    const { store, log, keys, ...the } = createScene({ maxKeys: 2 });
    the.keep('a');
    the.keep('b');
    the.at('a');
    const b = store.entries.get('b');
    if (b) store.pin(b);
    expect([the.keep('c'), keys(), log]).toEqual([false, 'ab', ['c rejected']]);
    if (b) store.unpin(b);
    expect([the.keep('c'), keys(), log]).toEqual([true, 'ac', ['c rejected', 'b capacity']]);
  });

  it('lets nothing likelier go than the limit', () => {
    const { log, ...the } = createScene({ maxKeys: 2 });
    the.keep('a');
    the.keep('b');
    the.name({ a: 1, b: 2 });
    expect([the.keep('c', 0.5), log]).toEqual([false, ['c rejected']]);
    expect([the.keep('c', 1), log]).toEqual([true, ['c rejected', 'a capacity']]);
  });

  it('lets go as many as the bytes of the newcomer need, or none', () => {
    const { store, log, keys, ...the } = createScene({ maxBytes: 6 });
    for (const key of ['a', 'b', 'c']) the.keep(key, Infinity, 2);
    the.at('c');
    expect([the.keep('d', Infinity, 5), log]).toEqual([false, ['d rejected']]);
    expect([the.keep('d', Infinity, 3), log, keys()]).toEqual([true, ['d rejected', 'a capacity', 'b capacity'], 'cd']);
    expect([the.keep('e', Infinity, 7), keys()]).toEqual([false, 'cd']);
    expect(store.held.size).toBe(2);
  });

  it('counts what has left and is pinned until it is unpinned', () => {
    const { store, log, keys, ...the } = createScene({ maxKeys: 2 });
    the.keep('a');
    const a = store.entries.get('a');
    if (!a) throw new Error('not kept');
    store.pin(a);
    store.pin(a);
    store.drop(a, 'invalidated');
    expect([store.entries.get('a'), store.held.size, log]).toEqual([undefined, 1, []]);
    the.keep('b');
    the.keep('c');
    expect(keys()).toBe('ac');
    store.unpin(a);
    expect(log).toEqual(['b capacity']);
    store.unpin(a);
    expect([log, keys()]).toEqual([['b capacity', 'a invalidated'], 'c']);
  });

  it('lets what is replaced go, also when the new one is not kept', () => {
    const { store, log, ...the } = createScene({ maxBytes: 5 });
    the.keep('a');
    the.keep('a');
    expect(log).toEqual(['a replaced']);
    expect(the.keep('a', Infinity, 9)).toBe(false);
    expect([log, store.held.size]).toEqual([['a replaced', 'a replaced', 'a rejected'], 0]);
  });

  it('says of what has expired that it has expired', () => {
    const { store, log, clock, ...the } = createScene({ maxKeys: 1 });
    store.keep(the.entry('a', 1, 10), Infinity, 'demand');
    clock.now = 10;
    the.keep('b');
    store.keep(the.entry('b', 1, 20), Infinity, 'demand');
    clock.now = 20;
    store.keep(the.entry('b', 1, 99), Infinity, 'demand');
    expect(log).toEqual(['a expired', 'b replaced', 'b expired']);
  });

  it('takes what has expired for what no table names', () => {
    const { store, log, clock, ...the } = createScene({ maxKeys: 2 });
    the.keep('b');
    store.keep(the.entry('a', 1, 10), Infinity, 'demand');
    the.name({ a: 5, b: 1 });
    clock.now = 10;
    the.keep('c', 0);
    expect(log).toEqual(['a expired']);
  });

  it('drops what was never kept', () => {
    const { store, log, ...the } = createScene();
    const a = the.entry('a');
    store.pin(a);
    store.drop(a, 'rejected');
    expect(log).toEqual([]);
    store.unpin(a);
    store.drop(a, 'close');
    expect([log, store.held.size]).toEqual([['a rejected'], 0]);
  });

  it('lets all go at once when it closes, and keeps nothing from then on', () => {
    const { store, log, ...the } = createScene();
    for (const key of ['a', 'b']) the.keep(key);
    const a = store.entries.get('a');
    if (a) store.pin(a);
    store.close();
    expect([log, store.held.size]).toEqual([['a close', 'b close'], 0]);
    expect([the.keep('c'), store.held.size]).toEqual([false, 0]);
  });

  it('asks the policy nothing for an item that is larger than its budget', () => {
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

  it('asks the policy nothing while there is room', () => {
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
