import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { readKey, writeKey } from '../../src/structures/savedKey.js';

describe('writeKey and readKey', () => {
  it('give back the same key after JSON, as a Map compares keys', () => {
    const key = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.double(),
      fc.boolean(),
      fc.bigInt({ min: -(2n ** 1023n), max: 2n ** 1023n - 1n }),
      fc.constantFrom(null, NaN, Infinity, -Infinity, -0),
    );
    fc.assert(
      fc.property(
        key,
        (each) => new Set([each, readKey(JSON.parse(JSON.stringify(writeKey(each))))]).size === 1,
      ),
    );
  });

  it('write strings and finite numbers as they are', () => {
    for (const key of ['a', '', 'NaN', 0, -1.5])
      expect([writeKey(key), readKey(key)]).toEqual([key, key]);
  });

  it('write no undefined, huge bigint, symbol, function or object', () => {
    for (const key of [
      undefined,
      2n ** 1023n,
      -(2n ** 1024n),
      Symbol('s'),
      () => 1,
      {},
      [1],
      new Date(0),
    ])
      expect(writeKey(key)).toBeUndefined();
  });

  it('read nothing from a value that writeKey never writes', () => {
    const wrong: unknown[] = [
      undefined,
      {},
      [],
      ['5'],
      [5],
      [null],
      [NaN],
      ['nan'],
      [{ toString: 1 }],
      ['n'],
      ['1'],
      ['1.5n'],
      [`${'9'.repeat(310)}n`],
      { toString: 1 },
      NaN,
      10n,
    ];
    for (const saved of wrong) expect(readKey(saved)).toBeUndefined();
  });
});
