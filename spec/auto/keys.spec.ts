import { describe, expect, it } from '@jest/globals';
import { concat, from, NEVER, of } from 'rxjs';
import { auto, prefetchCache, type AutoOptions } from '../../src/index.js';

/** How many of these requests are hits with `auto`. */
function hitsOf<K>(
  keys: readonly K[],
  options: AutoOptions<K> = {},
  keyOf?: (key: K) => unknown,
): number {
  const cache = prefetchCache((key: K) => of(key), auto<K>(options), { keyOf });
  from(keys).pipe(cache).subscribe();
  cache.close();
  return cache.stats().hits;
}
const counted = Array.from({ length: 50 }, (_, i) => i + 90);
const day = (i: number): string => new Date(i * 86_400_000).toISOString().slice(0, 10);

describe('auto', () => {
  it.each<[string, (i: number) => unknown]>([
    ['integers', (i) => i],
    ['bigints', (i) => BigInt(i) + 2n ** 60n],
    ['numbers as strings', String],
    ['padded frames', (i) => `frame_${String(i).padStart(4, '0')}.jpg`],
    ['pages', (i) => `/page/${i}`],
    ['query parameters', (i) => `/list?size=20&offset=${20 * i}`],
    ['dates', (i) => `report-${day(i)}.pdf`],
    ['padded pages of a chapter', (i) => `01/02/${String(i).padStart(3, '0')}`],
    ['padded rows of a zoom', (i) => `07/${String(i).padStart(4, '0')}/005`],
    ['days of a form', (i) => day(i).split('-').reverse().join('/')],
    ['days of a path', (i) => `/${day(i).replaceAll('-', '/')}/index.html`],
    ['names after a number', (i) => `s01e${i}.mp4`],
  ])('has over 40 hits in 50 requests of %s in a row', (_, keyOf) => {
    expect(hitsOf(counted.map(keyOf))).toBeGreaterThan(40);
  });

  it.each<[string, (i: number) => unknown]>([
    ['the first of two numbers', (i) => `${i},7`],
    ['both numbers', (i) => `${i},${2 * i}`],
    ['tiles', (i) => `11/${i}/7`],
    ['tiles of a url', (i) => `/tile?z=11&x=${i}&y=7`],
    ['a number before another one', (i) => `/img/${i}/large-2x.png`],
  ])('learns the steps of %s within 15 requests', (_, keyOf) => {
    expect(hitsOf(counted.map(keyOf))).toBeGreaterThan(35);
  });

  it('prefetches nothing for hashes, identifiers and prices in a row', () => {
    let seed = 1;
    const random = () => (seed = (Math.imul(seed, 1103515245) + 12345) >>> 0);
    const hash = () => [random(), random()].map((n) => n.toString(16).padStart(8, '0')).join('-');
    const keys = [
      ...counted.map(hash),
      ...counted.map(() => `https://cdn.example/${hash()}.png`),
      ...counted.map(() => `price-${random() % 100}.${random() % 100}`),
    ];
    const cache = prefetchCache((key: string) => of(key), auto());
    from(keys).pipe(cache).subscribe();
    expect(cache.stats().prefetches).toBe(0);
  });
});

interface Tile {
  readonly z: number;
  readonly x: number;
  readonly y: number;
}

describe('auto with an identity of keys that are objects', () => {
  const write = ({ z, x, y }: Tile): string => `${z}/${x}/${y}`;
  const read = (id: string): Tile | undefined => {
    const [z = 0, x = 0, y = 0] = id.split('/').map(Number);
    return x < 200 ? { z, x, y } : undefined;
  };
  const tiles = counted.map((x) => ({ z: 11, x, y: 7 }));

  it('learns the steps between them', () => {
    expect(hitsOf(tiles, {}, write)).toBe(0);
    expect(hitsOf(tiles, { identity: { write, read } }, write)).toBeGreaterThan(35);
  });

  it('predicts no key that `read` does not know', () => {
    const loaded: number[] = [];
    const load = (tile: Tile) => {
      loaded.push(tile.x);
      return of(tile);
    };
    const cache = prefetchCache(load, auto({ identity: { write, read } }), { keyOf: write });
    const last = Array.from({ length: 50 }, (_, i) => ({ z: 11, x: 150 + i, y: 7 }));
    from(last).pipe(cache).subscribe();
    expect(Math.max(...loaded)).toBe(199);
    expect(cache.stats().predictorErrors).toBe(0);
  });

  it('saves them, and has them again in another program', () => {
    const identity = { write, read };
    const walk = [5, 90, 17, 3, 61, 44].map((x) => ({ z: 11, x, y: 3 * x }));
    const learner = auto<Tile>({ identity });
    const first = prefetchCache((tile: Tile) => of(tile), learner, { keyOf: write });
    from([...walk, ...walk, ...walk, ...walk])
      .pipe(first)
      .subscribe();
    const saved: unknown = JSON.parse(JSON.stringify(learner));
    expect(hitsOf(walk, { identity, from: saved as never }, write)).toBeGreaterThan(3);
  });

  it('explains a key, and asks further experts for keys', () => {
    const asked: Tile[] = [];
    const seen: Tile[] = [];
    const predictor = auto<Tile>({
      identity: { write, read },
      experts: [
        (tile) => {
          asked.push(tile);
          return [[{ ...tile, y: tile.y + 1 }, 1]];
        },
        { predict: () => undefined, observe: ({ key }) => seen.push(key) },
      ],
    });
    const cache = prefetchCache((tile: Tile) => of(tile), predictor, { keyOf: write });
    // The last reader that moved is still there.
    concat(from(tiles), NEVER).pipe(cache).subscribe();
    expect(asked).toEqual(tiles);
    expect(seen).toEqual(tiles);
    expect(predictor.explain({ z: 11, x: 140, y: 7 }).likelihood).toBeGreaterThan(0.5);
    expect(predictor.explain({ z: 11, x: 1, y: 7 }).likelihood).toBe(0);
  });

  it('asks further experts for no key that `read` does not know', () => {
    const seen: unknown[] = [];
    const expert = {
      observe: ({ key }: { readonly key: Tile }) => seen.push(key.x),
      predict: (key: Tile, history: readonly Tile[]) => {
        seen.push(key.x, ...history.map(({ x }) => x));
      },
    };
    const cache = prefetchCache(
      (tile: Tile) => of(tile),
      auto({ identity: { write, read }, experts: [expert, () => []] }),
      { keyOf: write },
    );
    from([198, 199, 200, 201, 197].map((x) => ({ z: 11, x, y: 7 })))
      .pipe(cache)
      .subscribe();
    expect(cache.stats().predictorErrors).toBe(0);
    expect(new Set(seen)).toEqual(new Set([197, 198, 199]));
  });

  it('stops with an error in a cache without `keyOf`, where no prefetch would be used', () => {
    const cache = prefetchCache((tile: Tile) => of(tile), auto({ identity: { write, read } }));
    const errors: unknown[] = [];
    cache.events$.subscribe((event) => {
      if (event.type === 'predictor-error') errors.push(event.error);
    });
    from(tiles).pipe(cache).subscribe();
    expect(cache.stats().prefetches).toBeLessThan(10);
    expect(errors[0]).toEqual(expect.objectContaining({ message: expect.stringMatching(/keyOf/) }));
  });

  it.each([
    ['a function', write],
    ['an object without `read`', { write }],
    ['a string', 'z/x/y'],
  ])('refuses %s', (_, identity) => {
    expect(() => auto({ identity: identity as never })).toThrow(/identity/);
  });
});
