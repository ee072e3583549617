import { describe, expect, it } from '@jest/globals';
import { createScene } from './createScene.js';

describe('A store, asked for admission,', () => {
  it('says from which likelihood on a newcomer would find room', () => {
    const { store, ...the } = createScene({ maxKeys: 2 });
    expect(store.admission(false)).toBe(0);
    the.keep('a');
    the.keep('b');
    expect(store.admission(false)).toBe(0);
    the.name({ a: 3, b: 2 });
    expect(store.admission(false)).toBe(2);
    the.at('b');
    expect(store.admission(false)).toBe(3);
    const a = store.entries.get('a');
    if (a) store.pin(a);
    expect(store.admission(false)).toBe(Infinity);
  });

  it('takes a newcomer to be as large as the mean, when it says from which likelihood on it would find room', () => {
    const { store, ...the } = createScene({ maxBytes: 10 });
    the.keep('a', Infinity, 4);
    the.name({ a: 7 });
    expect(store.admission(false)).toBe(0);
    the.keep('b', Infinity, 3);
    the.name({ a: 7, b: 5 });
    expect(store.admission(false)).toBe(5);
  });

  it('lets nothing go for a warm that a running warm brought', () => {
    const { store, log, ...the } = createScene({ maxKeys: 2 });
    const [a, b, c, d] = [the.entry('a'), the.entry('b'), the.entry('c'), the.entry('d')];
    const [first, second] = [the.warm(), the.warm()];
    for (const entry of [a, c, d]) entry.warm = first;
    b.warm = second;
    for (const entry of [a, b]) store.keep(entry, 0, 'demand');
    expect([store.admission(true), store.admission(false), store.keep(c, 0, 'demand'), log]).toEqual([Infinity, 0, false, ['c rejected']]);
    the.stop(first);
    expect([store.admission(true), store.keep(d, 0, 'demand'), log]).toEqual([0, true, ['c rejected', 'a capacity']]);
  });

  it('counts marks right for what is pinned, whatever the order', () => {
    const { store, ...the } = createScene({ maxKeys: 1 });
    const a = the.entry('a');
    const [first, second] = [the.warm(), the.warm()];
    store.keep(a, 0, 'demand');
    store.mark(a, first);
    store.pin(a);
    expect([store.admission(true), store.admission(false), first.guarded]).toEqual([Infinity, Infinity, 0]);
    store.mark(a, second);
    store.unpin(a);
    the.stop(first);
    expect([store.admission(true), store.admission(false), second.guarded]).toEqual([Infinity, 0, 1]);
    store.drop(a, 'invalidated');
    expect(second.guarded).toBe(0);
  });
});
