import { describe, expect, it } from '@jest/globals';
import { generateTraces } from '../../../../tools/bench/replay/generateTraces.js';
import type { Key } from '../../../../src/replay/types.js';
import { patterns } from '../../../../tools/bench/replay/patterns/patterns.js';

const traces = new Map(generateTraces(4000, 1).map(({ name, keys }) => [name, keys]));
const keysOf = (name: string): readonly Key[] => traces.get(name) ?? [];
const share = <T>(list: readonly T[], holds: (value: T, i: number) => boolean): number =>
  list.filter(holds).length / list.length;
const steps = (keys: readonly Key[]): number[] =>
  keys.slice(1).map((key, i) => Number(key) - Number(keys[i]));
/**
 * How often the key after a key is the one that came after it the last time, of those times when
 * there was a last time.
 */
function repeats(keys: readonly Key[]): number {
  const last = new Map<Key, Key>();
  const hits: boolean[] = [];
  keys.slice(1).forEach((key, i) => {
    const before = keys[i] as Key;
    if (last.has(before)) hits.push(last.get(before) === key);
    last.set(before, key);
  });
  return share(hits, Boolean);
}

describe.each(patterns)('The pattern $name', ({ name }) => {
  it('has the same keys for the same seed, and other keys for another seed', () => {
    const keys = (seed: number) =>
      generateTraces(500, seed).find((trace) => trace.name === name)?.keys;
    expect(keys(7)).toEqual(keys(7));
    expect(keys(7)).not.toEqual(keys(8));
  });

  it('begins with the same keys at every length', () => {
    const short = generateTraces(100, 3).find((trace) => trace.name === name)?.keys;
    const long = generateTraces(300, 3).find((trace) => trace.name === name)?.keys;
    expect(long?.slice(0, 100)).toEqual(short);
  });
});

describe('The pattern', () => {
  it('scrub moves both ways, seldom by more than 25 frames, and changes its pace slowly', () => {
    const moves = steps(keysOf('scrub'));
    expect(share(moves, (step) => step > 0)).toBeGreaterThan(0.3);
    expect(share(moves, (step) => step < 0)).toBeGreaterThan(0.2);
    expect(share(moves, (step) => Math.abs(step) <= 25)).toBeGreaterThan(0.98);
    expect(
      share(moves.slice(1), (step, i) => Math.abs(step - (moves[i] ?? 0)) <= 5),
    ).toBeGreaterThan(0.8);
  });

  it('strides repeats most steps, of both signs', () => {
    const moves = steps(keysOf('strides'));
    expect(share(moves.slice(1), (step, i) => step === moves[i])).toBeGreaterThan(0.9);
    expect(new Set(moves.filter((step, i) => step === moves[i + 1])).size).toBe(8);
  });

  it('interleaved seldom repeats a step, but each key is one step from one of the last few', () => {
    const keys = keysOf('interleaved').map(Number);
    const moves = steps(keys);
    expect(share(moves.slice(1), (step, i) => step === moves[i])).toBeLessThan(0.2);
    const near = share(keys.slice(8), (key, i) =>
      keys.slice(i, i + 8).some((before) => Math.abs(key - before) <= 8),
    );
    expect(near).toBeGreaterThan(0.9);
  });

  it('web requests the parts of a page after it, and some pages much more often than others', () => {
    const keys = keysOf('web').map(String);
    let page = '';
    const parts = keys.filter((key) => {
      if (/^page\/[a-z]+$/.test(key)) page = key;
      return key.includes('/picture/') && key.startsWith(`${page}/`);
    });
    expect(parts.length / keys.length).toBeGreaterThan(0.4);
    expect(parts.length).toBe(keys.filter((key) => key.includes('/picture/')).length);
    expect(repeats(keys)).toBeGreaterThan(0.4);
  });

  it('loop repeats the order of the last round, except for a few jumps', () => {
    expect(new Set(keysOf('loop')).size).toBe(300);
    expect(repeats(keysOf('loop'))).toBeGreaterThan(0.95);
  });

  it('pan requests tiles next to the tiles before, on several levels', () => {
    const tiles = keysOf('pan').map((key) => String(key).split('/').map(Number));
    expect(new Set(tiles.map(([z]) => z)).size).toBeGreaterThanOrEqual(3);
    const beside = share(tiles.slice(1), ([z, x = 0, y = 0], i) => {
      const [z0, x0 = 0, y0 = 0] = tiles[i] ?? [];
      return z === z0 && Math.abs(x - x0) <= 4 && Math.abs(y - y0) <= 3;
    });
    expect(beside).toBeGreaterThan(0.9);
  });

  it('groups stays in a group, in no order', () => {
    const keys = keysOf('groups').map(String);
    const groupOf = (key = '') => key.split('/')[0];
    expect(share(keys.slice(1), (key, i) => groupOf(key) === groupOf(keys[i]))).toBeGreaterThan(
      0.7,
    );
    expect(repeats(keys)).toBeLessThan(0.3);
  });

  it('phases stays with one pattern for a while, and then changes to another', () => {
    const kinds = keysOf('phases').map((key) =>
      typeof key === 'number' ? 'number' : key.split('-')[0],
    );
    const changes = kinds.slice(1).filter((kind, i) => kind !== kinds[i]).length;
    expect(changes).toBeGreaterThanOrEqual(4);
    expect(changes).toBeLessThan(20);
    expect(new Set(kinds).size).toBe(3);
  });

  it('random requests all keys equally often, in no order', () => {
    const counts = new Map<Key, number>();
    for (const key of keysOf('random')) counts.set(key, (counts.get(key) ?? 0) + 1);
    expect(Math.max(...counts.values())).toBeLessThan(12);
    expect(repeats(keysOf('random'))).toBeLessThan(0.01);
  });

  it('zipf requests a few keys often and most keys seldom, in no order', () => {
    const counts = new Map<Key, number>();
    for (const key of keysOf('zipf')) counts.set(key, (counts.get(key) ?? 0) + 1);
    const sorted = [...counts.values()].sort((a, b) => b - a);
    const top = sorted.slice(0, 50).reduce((sum, count) => sum + count, 0);
    expect(top / 4000).toBeGreaterThan(0.3);
    expect(share(sorted, (count) => count === 1)).toBeGreaterThan(0.5);
    expect(repeats(keysOf('zipf'))).toBeLessThan(0.1);
  });
});
