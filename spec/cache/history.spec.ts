import { describe, expect, it } from '@jest/globals';
import { createHistory } from '../../src/cache/history.js';

describe('A history', () => {
  it('keeps the last keys, the oldest first', () => {
    const history = createHistory<number>(3);
    expect(history.keys).toEqual([]);
    for (const key of [1, 2, 3, 4, 5]) history.push(key);
    expect(history.keys).toEqual([3, 4, 5]);
  });

  it('returns all its keys when a key is added', () => {
    const history = createHistory<string>(2);
    expect([...history.push('a')]).toEqual(['a']);
    expect([...history.push('b')]).toEqual(['a', 'b']);
    expect([...history.push('c')]).toEqual(['b', 'c']);
  });

  it('keeps one key if it has room for one', () => {
    const history = createHistory<number>(1);
    history.push(1);
    expect(history.push(2)).toEqual([2]);
  });

  it('keeps one array', () => {
    const history = createHistory<number>(2);
    const { keys } = history;
    for (const key of [1, 2, 3]) expect(history.push(key)).toBe(keys);
  });

  it('keeps a key as often as it is added', () => {
    const history = createHistory<number>(3);
    for (const key of [1, 1, 1]) history.push(key);
    expect(history.keys).toEqual([1, 1, 1]);
  });
});
