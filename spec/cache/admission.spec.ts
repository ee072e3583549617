import { describe, expect, it } from '@jest/globals';
import { createScene } from './createScene.js';

describe('A store, asked for admission,', () => {
  it('says from which likelihood on a newcomer would find room', () => {
    const { store, ...the } = createScene({ maxKeys: 2 });
    expect(store.admission(false, 0)).toBe(0);
    the.keep('a');
    the.keep('b');
    expect(store.admission(false, 0)).toBe(0);
    the.name({ a: 3, b: 2 });
    expect(store.admission(false, 0)).toBe(2);
    the.at('b');
    expect(store.admission(false, 0)).toBe(3);
    const a = store.entries.get('a');
    if (a) store.pin(a);
    expect(store.admission(false, 0)).toBe(Infinity);
  });

  it('takes a newcomer to be as large as the mean, when it says from which likelihood on it would find room', () => {
    const { store, ...the } = createScene({ maxBytes: 10 });
    the.keep('a', Infinity, 4);
    the.name({ a: 7 });
    expect(store.admission(false, 0)).toBe(0);
    the.keep('b', Infinity, 3);
    the.name({ a: 7, b: 5 });
    expect(store.admission(false, 0)).toBe(5);
  });

  it('lets nothing go for a warm that a running warm brought', () => {
    const { store, log, ...the } = createScene({ maxKeys: 2 });
    const [a, b, c, d] = [the.entry('a'), the.entry('b'), the.entry('c'), the.entry('d')];
    for (const entry of [a, b, c, d]) entry.warm = true;
    for (const entry of [a, b]) store.keep(entry, 0, 0, 'demand');
    expect([store.admission(true, 0), store.admission(false, 0), store.keep(c, 0, 0, 'demand'), log]).toEqual([
      Infinity,
      0,
      false,
      ['c rejected'],
    ]);
    store.mark(a, false);
    expect([store.admission(true, 0), store.keep(d, 0, 0, 'demand'), log]).toEqual([0, true, ['c rejected', 'a capacity']]);
  });

  it('counts marks right for what is pinned, whatever the order', () => {
    const { store, ...the } = createScene({ maxKeys: 1 });
    const a = the.entry('a');
    store.keep(a, 0, 0, 'demand');
    store.mark(a, true);
    store.pin(a);
    store.mark(a, false);
    expect(store.admission(true, 0)).toBe(Infinity);
    store.mark(a, true);
    store.unpin(a);
    expect([store.admission(true, 0), store.admission(false, 0)]).toEqual([Infinity, 0]);
    store.mark(a, false);
    expect(store.admission(true, 0)).toBe(0);
  });
});
