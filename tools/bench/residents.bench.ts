/**
 * The memory of a resident, and of a reader in a cache: `npm run bench -- residents`.
 *
 * Heap and buffers are read after collecting garbage, before and after: 300,000 items `{ i }`, and
 * 3,000 readers that each read on for 40 moves, with room for 200 items of all together.
 */
import { LRUCache } from 'lru-cache';
import { lastValueFrom, of, range, Subject } from 'rxjs';
import {
  auto,
  dynamicData,
  lhd,
  lru,
  oldest,
  prefetchCache,
  sieve,
  type Predictor,
} from 'rxjs-prefetch-cache';

const RESIDENTS = 300_000;
const READERS = 3000;
const MOVES = 40;
const PLACE = 100_000;

function memory(): number {
  for (let i = 0; i < 4; i++) globalThis.gc?.();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

/** Bytes of what a function makes and returns. */
async function bytesOf(make: () => object | Promise<object>): Promise<number> {
  const before = memory();
  const made = await make();
  const bytes = memory() - before;
  kept.push(made);
  return bytes;
}
/** What was measured stays, so that no later measurement is reduced by its end. */
const kept: object[] = [];

const load = (i: number) => of({ i });
const none: Predictor<number> = () => [];

console.log(`bytes a resident, of ${RESIDENTS.toLocaleString('en')}, its value included`);
const ofLru = await bytesOf(() => {
  const cache = new LRUCache<number, object>({ max: RESIDENTS });
  for (let i = 0; i < RESIDENTS; i++) cache.set(i, { i });
  return cache;
});
console.log(`${'lru-cache'.padEnd(12)}${(ofLru / RESIDENTS).toFixed(0).padStart(6)}`);
for (const eviction of [oldest, lru, sieve, lhd]) {
  const bytes = await bytesOf(async () => {
    const cache = prefetchCache(load, none, { maxKeys: RESIDENTS, eviction: eviction<number>() });
    await lastValueFrom(range(0, RESIDENTS).pipe(cache));
    return cache;
  });
  console.log(
    `${eviction.name.padEnd(12)}${(bytes / RESIDENTS).toFixed(0).padStart(6)}   × ${(bytes / ofLru).toFixed(2)}`,
  );
}

console.log(`\nkB a reader, of ${READERS.toLocaleString('en')} with ${MOVES} moves each`);
const predictors: Readonly<Record<string, () => Predictor<number>>> = {
  none: () => none,
  dynamicData: () => dynamicData({ possibleJumps: [-15, -5, -1, 1, 5, 15] }),
  auto: () => auto<number>(),
};
for (const [name, create] of Object.entries(predictors)) {
  const bytes = await bytesOf(() => {
    const cache = prefetchCache(load, create(), { maxKeys: 200 });
    const readers = Array.from({ length: READERS }, () => new Subject<number>());
    for (const key$ of readers) key$.pipe(cache).subscribe();
    for (let move = 0; move < MOVES; move++)
      readers.forEach((key$, reader) => key$.next(reader * PLACE + move));
    return readers;
  });
  console.log(`${name.padEnd(12)}${(bytes / READERS / 1e3).toFixed(1).padStart(6)}`);
}
