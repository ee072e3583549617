import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { numbered } from '../../../src/learning/codecs/numbered.js';
import { tiles } from '../../../src/learning/codecs/tiles.js';

/** A key of one template: a word, a number, a word, a number, a word. */
const text = fc.stringMatching(/^[a-z/?=_]{1,8}$/);
const template = fc.tuple(text, text, text);
const fill = ([a, b, c]: readonly [string, string, string], x: number, y: number): string =>
  `${a}${x}${b}${y}${c}`;

describe('numbered', () => {
  it.each([
    ['frame_0012.jpg', 1, 'frame_0013.jpg'],
    ['frame_0999.jpg', 1, 'frame_1000.jpg'],
    ['/page/7', 3, '/page/10'],
    ['a/b/img-3.png', -1, 'a/b/img-2.png'],
    ['17', 5, '22'],
    ['s01e09', 1, 's01e10'],
    ['12,-7', 2, '12,-5'],
    ['blk:5366593', 8, 'blk:5366601'],
    ['/scans/5/frame_00071.jpg', 1, '/scans/5/frame_00072.jpg'],
    ['2026-12-31', 1, '2027-01-01'],
    ['log-2024-02-28.txt', 1, 'log-2024-02-29.txt'],
    ['/2023/02/28/', 1, '/2023/03/01/'],
    ['backup_2026.01.01', -1, 'backup_2025.12.31'],
  ])('leads from %s by %p to %s, which is the step between them', (from, step, to) => {
    const codec = numbered();
    expect(codec.add(from, step)).toBe(to);
    expect(codec.sub(to, from)).toBe(step);
  });

  it.each([
    ['12,7', '13,5'],
    ['tiles/11_23.png', 'tiles/10_23.png'],
    ['book-3/page-17.html', 'book-4/page-1.html'],
    ['/tile?z=3&x=4&y=5', '/tile?z=3&x=5&y=5'],
    ['2026-11-29/cam-4', '2026-11-30/cam-4'],
  ])('has a step of all numbers from %s to %s', (from, to) => {
    const codec = numbered();
    const step = codec.sub(to, from);
    expect(step).toEqual(expect.stringMatching(/^#/));
    expect(codec.add(from, step as string)).toBe(to);
  });

  it('adds the step between two keys of a template to reach the second one', () => {
    const number = fc.nat(1e6);
    fc.assert(
      fc.property(template, number, number, number, number, (around, a, b, c, d) => {
        const codec = numbered();
        const [from, to] = [fill(around, a, b), fill(around, c, d)];
        expect(codec.add(from, codec.sub(to, from) ?? '')).toBe(to);
      }),
    );
  });

  it('has the step of the tiles between strings that contain tiles', () => {
    const codec = numbered();
    const tile = fc
      .nat(20)
      .chain((z) => fc.tuple(fc.constant(z), fc.nat(2 ** z - 1), fc.nat(2 ** z - 1)));
    const write = [
      ([z, x, y]: readonly number[]) => `https://t.example/${z}/${x}/${y}.png`,
      ([z, x, y]: readonly number[]) => `/tile?z=${z}&x=${x}&y=${y}`,
    ];
    fc.assert(
      fc.property(tile, tile, fc.nat(1), (to, from, form) => {
        const keyOf = write[form] as (typeof write)[number];
        const step = codec.sub(keyOf(to), keyOf(from));
        const steps = String(tiles().sub(to.join('/'), from.join('/'))).split('/');
        expect(step).toBe(`#${steps.join()}`);
        expect(codec.add(keyOf(from), step as string)).toBe(keyOf(to));
      }),
    );
  });

  it('pads with zeros as the keys of a template did', () => {
    const codec = numbered();
    expect(codec.add('frame_1000.jpg', -1)).toBe('frame_999.jpg');
    codec.sub('frame_0998.jpg', 'frame_0997.jpg');
    expect(codec.add('frame_1000.jpg', -1)).toBe('frame_0999.jpg');
    expect(codec.add('other_1000.jpg', -1)).toBe('other_999.jpg');
  });

  it('does not pad a key that is shorter than a padded one and has no zeros before it', () => {
    const codec = numbered();
    codec.sub('page/007', 'page/1000');
    expect(codec.add('page/8', 1)).toBe('page/9');
    expect(codec.add('page/12', -1)).toBe('page/11');
    expect(codec.add('page/007', 1)).toBe('page/008');
    expect(codec.add('page/1000', -1)).toBe('page/999');
  });

  it('holds no key that is too long to have steps', () => {
    const codec = numbered();
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc') as () => void;
    collect();
    const before = process.memoryUsage().heapUsed;
    for (let i = 0; i < 100; i++) {
      const key = Buffer.alloc(1e6, `${i}-`).toString('latin1');
      codec.sub(key, key);
    }
    collect();
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(2e7);
    expect(codec.sub('a2', 'a1')).toBe(1);
  });

  it('leads below 0 only where a key of the template was below 0', () => {
    const codec = numbered();
    expect(codec.add('x=0', -1)).toBeUndefined();
    codec.sub('x=-4', 'x=-3');
    expect(codec.add('x=0', -1)).toBe('x=-1');
    expect(codec.sub('x=-1', 'x=0')).toBe(-1);
  });

  it('takes a hyphen between words and numbers as text', () => {
    expect(numbered().sub('page-7', 'page-5')).toBe(2);
  });

  it.each([
    ['cat', 'dog'],
    ['page/1', 'side/2'],
    ['page/1', 'page/1/2'],
    ['price-19.99', 'price-20.99'],
    ['v1.2.3', 'v1.2.4'],
    ['5f3a9c0e', '7b2d81ff'],
    ['6ecd8c99-4036-403d-bf84-cf8400f67836', '3f333df6-90a4-4fda-8dd3-9485d27cee36'],
    ['1-2-3-4-5-6-7', '1-2-3-4-5-6-8'],
    ['n1234567890123456', 'n1234567890123457'],
    ['a/5/3/7', 'a/30/3/7'],
    [`${'a'.repeat(300)}1`, `${'a'.repeat(300)}2`],
    ['2026-11-29', '2026-11-31'],
    ['', ''],
  ])('has no step between %s and %s', (from, to) => {
    const codec = numbered();
    expect(codec.sub(to, from)).toBeUndefined();
    expect(codec.isNear(to, from)).toBe(false);
  });

  it.each([NaN, 0.5, 2 ** 60, '#NaN', '#1,2', '#', '1/1/1', ''])(
    'leads nowhere by %p, which is no step of its keys',
    (step) => {
      for (const key of ['page/1', '2026-11-29']) expect(numbered().add(key, step)).toBeUndefined();
    },
  );

  it('has no date behind the last one of four digits', () => {
    expect(numbered().add('9999-12-31', 1)).toBeUndefined();
    expect(numbered().add('0000-01-01', -1)).toBeUndefined();
  });

  it('takes keys in a row as near up to 128, and others up to 4 in each number', () => {
    const codec = numbered();
    expect([129, 128, 5].map((n) => codec.isNear(`a${n}`, 'a0'))).toEqual([false, true, true]);
    expect(codec.isNear('4,4', '0,0')).toBe(true);
    expect(codec.isNear('5,4', '0,0')).toBe(false);
    expect(codec.isNear('/5/9/9.png', '/5/9/14.png')).toBe(false);
  });

  it('has regions of 8,192 keys in a row, and none for tiles', () => {
    const codec = numbered();
    const regionOf = (key: string) => codec.region?.(key);
    expect(regionOf('a/1')).toBe(regionOf('a/8191'));
    const others = ['a/8192', 'b/1', '2/a/1', '3/a/1'].map(regionOf);
    expect(new Set([regionOf('a/1'), ...others]).size).toBe(5);
    expect([regionOf('/5/9/9.png'), regionOf('cat')]).toEqual([undefined, undefined]);
  });

  it('has the same steps after more keys than it keeps', () => {
    const codec = numbered();
    for (let i = 0; i < 2000; i++) {
      expect(codec.sub(`key-${i}/${i + 1}`, `key-${i}/${i}`)).toBe(1);
      expect(codec.sub(`row-${i}-5`, `row-${i}-3`)).toBe(2);
    }
  });
});
