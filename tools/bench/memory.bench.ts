/**
 * What `auto` and the policy that comes with it hold after a million different keys: `npm run bench
 * -- memory`, some minutes.
 *
 * A cache of 100 items is asked for each key once, so that all that is still held is what was
 * learned, within its limits. Heap and buffers are read after collecting garbage, before and after.
 */
import { of, Subject } from 'rxjs';
import { auto, prefetchCache } from 'rxjs-prefetch-cache';

const KEYS = 1_000_000;
/** Prime, so that a step of a fixed size meets each number once, in no row. */
const [STEP, RANGE] = [611_953, 1_000_003];

const kinds: readonly (readonly [name: string, key: (index: number) => number | string])[] = [
  ['integers in a row', (i) => i],
  ['integers, scattered', (i) => (i * STEP) % RANGE],
  ['map tiles', (i) => `12/${i % 4096}/${Math.floor(i / 4096)}`],
  ['names', (i) => `/item/${((i * STEP) % RANGE).toString(36)}`],
];

function held(): number {
  globalThis.gc?.();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

function measure(key: (index: number) => number | string, count = KEYS): number {
  const before = held();
  const key$ = new Subject<number | string>();
  const cache = prefetchCache((asked: number | string) => of(asked), auto<number | string>(), {
    maxKeys: 100,
  });
  key$.pipe(cache).subscribe();
  for (let i = 0; i < count; i++) key$.next(key(i));
  const after = held();
  const { requests } = cache.stats();
  if (requests !== count) throw new Error(`Expected ${count} requests, got ${requests}`);
  cache.close();
  return after - before;
}

// What the first cache of a program brings along is not what one holds.
measure(String, 50_000);
console.log(
  `MB of heap and buffers held by a cache of 100 items with auto(), after ${KEYS.toLocaleString('en')} different keys`,
);
for (const [name, key] of kinds)
  console.log(`${name.padEnd(22)}${(measure(key) / 1e6).toFixed(1).padStart(5)}`);
