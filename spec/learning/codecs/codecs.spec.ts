import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { anyCodec } from '../../../src/learning/codecs/anyCodec.js';
import { integers } from '../../../src/learning/codecs/integers.js';
import { numbered } from '../../../src/learning/codecs/numbered.js';
import { tiles } from '../../../src/learning/codecs/tiles.js';
import { vectors } from '../../../src/learning/codecs/vectors.js';

describe('integers', () => {
  it('adds the step between two keys to reach the second one', () => {
    const codec = integers();
    fc.assert(
      fc.property(fc.maxSafeInteger(), fc.maxSafeInteger(), (to, from) => {
        const step = codec.sub(to, from);
        if (step !== undefined) expect(codec.add(from, step)).toBe(to);
        else expect(Number.isSafeInteger(to - from)).toBe(false);
      }),
    );
  });

  it.each([NaN, Infinity, 0.5, 2 ** 53])('has no step from or to %p', (key) => {
    expect(integers().sub(key, 1)).toBeUndefined();
    expect(integers().sub(1, key)).toBeUndefined();
  });
});

describe('regions', () => {
  it('are rows of 8,192 integers; other keys have none', () => {
    const codec = anyCodec<unknown>();
    const regionOf = (key: unknown) => codec.region?.(key);
    expect([0, 8191, 8192, -1].map(regionOf)).toEqual([0, 0, 1, -1]);
    expect(['3/1/1', 'a', undefined].map(regionOf)).toEqual([undefined, undefined, undefined]);
  });
});

describe('tiles', () => {
  const codec = tiles();
  it('adds the step between two tiles to reach the second one, whatever their zooms', () => {
    const tile = fc.tuple(fc.nat(20), fc.nat(100_000), fc.nat(100_000)).map((at) => at.join('/'));
    fc.assert(
      fc.property(tile, tile, (to, from) =>
        expect(codec.add(from, codec.sub(to, from) ?? '')).toBe(to),
      ),
    );
  });

  it('has the same step from every tile to its parent, and to each quarter', () => {
    expect(codec.sub('3/2/1', '4/4/2')).toBe(codec.sub('3/2/1', '4/5/3'));
    expect(codec.sub('5/9/4', '4/4/2')).toBe(codec.sub('8/3/0', '7/1/0'));
  });

  it('takes neighbours, parents and children as near', () => {
    expect(codec.isNear('4/4/2', '4/6/1')).toBe(true);
    expect(codec.isNear('3/2/1', '4/4/2')).toBe(true);
    expect(codec.isNear('4/4/2', '4/40/2')).toBe(false);
    expect(codec.isNear('4/4/2', '9/4/2')).toBe(false);
  });

  it('has no steps for other strings, and none above the first zoom', () => {
    for (const key of ['', 'a', '1/2', '1/2/x', '1/2.5/3'])
      expect(codec.sub('1/2/3', key)).toBeUndefined();
    expect(codec.add('0/0/0', '-1/0/0')).toBeUndefined();
  });

  it.each(['01/2/3', '1/02/3', '1/2/003', '-0/2/3', '1/-02/3'])(
    'has no steps for %s, which is not written as tiles are',
    (key) => {
      expect(codec.sub('1/2/4', key)).toBeUndefined();
      expect(codec.add(key, '0/0/1')).toBeUndefined();
    },
  );
});

describe('vectors', () => {
  it('adds the step between two vectors to reach the second one', () => {
    const codec = vectors(':');
    const vector = fc
      .tuple(fc.integer({ min: -999, max: 999 }), fc.nat(999), fc.nat(999))
      .map((at) => at.join(':'));
    fc.assert(
      fc.property(vector, vector, (to, from) =>
        expect(codec.add(from, codec.sub(to, from) ?? '')).toBe(to),
      ),
    );
  });

  it('has no step between vectors of different lengths, and none for other strings', () => {
    expect(vectors().sub('1,2', '1,2,3')).toBeUndefined();
    expect(vectors().sub('1,2', 'a,2')).toBeUndefined();
    expect(vectors().isNear('1,2', '1,2,3')).toBe(false);
    expect(vectors().isNear('1,2', '2,5')).toBe(true);
  });
});

describe('anyCodec', () => {
  it('chooses the arithmetic key by key', () => {
    const codec = anyCodec<unknown>();
    expect(codec.sub(7, 5)).toBe(2);
    expect(codec.sub(2n ** 70n + 2n, 2n ** 70n)).toBe(2);
    expect(codec.add(2n ** 70n, 2)).toBe(2n ** 70n + 2n);
    expect(codec.isNear(2n ** 70n, 2n ** 70n + 128n)).toBe(true);
    expect(codec.sub('3/1/2', '3/1/1')).toBe('0/0/1');
    for (const [to, from] of [['a', 'b'], [1, '1'], [{}, {}], [undefined, null], [1n, 1], [2n ** 53n, 0n], ['a2', 'a1']]) expect(codec.sub(to, from)).toBeUndefined(); // prettier-ignore
  });

  it('has the steps of a further codec between strings that are no tiles', () => {
    const codec = anyCodec<unknown>(numbered());
    expect(codec.sub('a2', 'a1')).toBe(1);
    expect(codec.sub('3/1/2', '3/1/1')).toBe('0/0/1');
    expect(codec.add('a2', 1)).toBe('a3');
    expect(codec.isNear('a2', 'a1')).toBe(true);
    expect(codec.sub('3/1/2', 'a1')).toBeUndefined();
  });

  it('adds nothing to a key by a step of other keys', () => {
    const codec = anyCodec<unknown>(numbered());
    const keys = [1, 1n, 'a1', '1/1/1', 'cat', null];
    const steps = ['#1', '#1,1', '0/0/1', '1/1', NaN, 0.5];
    for (const key of keys)
      for (const step of steps) {
        const to = codec.add(key, step);
        if (to !== undefined)
          expect([key, step]).toEqual(key === 'a1' ? ['a1', '#1'] : ['1/1/1', '0/0/1']);
      }
  });
});
