import type { EvictionPolicy } from '../types.js';
import { createDensities } from './densities.js';
import { createSlots, NONE } from './slots.js';

/**
 * Classes of keys by their number of requests: 0, 1, 2, 3, then powers of two. `MANY` is the
 * largest number that is counted.
 */
const CLASSES = 9;
const MANY = 64;
const classOf = (count: number): number =>
  count < 4 ? count : Math.min(CLASSES - 1, 33 - Math.clz32(count));
/**
 * Every evicted key is watched for `PATIENCE` requests per resident, at most `GONE` keys at a time.
 */
const PATIENCE = 4;
const GONE = 4096;
/**
 * After that each further list, of at most `WATCHED` keys, takes every second key, which then
 * stands for twice as many. So a loop of any length is seen.
 */
const LISTS = CLASSES + 15;
const WATCHED = 64;
/** Keys sampled for each key that is added, to measure ages. */
const SAMPLES = 4;
/**
 * Hits per request of all residents together, below which densities are not compared: among keys
 * with less than their part of it, the oldest is evicted first.
 */
const WORTHLESS = 0.06;
/** The largest age: ages have 31 bits. */
const OLDEST = 0x7fffffff;

/**
 * Evicts first the item with the lowest measured hit density; adapts to the access pattern.
 *
 * The policy measures how likely keys are to be requested again, by the number of their requests
 * and the time since the last one. It also watches evicted keys: all of them for a while, then
 * fewer and fewer. So it serves readers that return to recent items, or to frequent ones, or that
 * run in a loop of which only a part fits; and it measures how long prefetched items are worth
 * their place. Cost of an eviction: it compares the oldest and the newest key of each of 9 classes,
 * and takes a step for each shielded key on the way. It remembers about 5,000 evicted keys at most.
 * N. Beckmann, H. Chen and A. Cidon, LHD: improving cache hit rate by
 * maximizing hit density, NSDI 2018, with lists instead of samples of residents.
 */
export function lhd<K = any>(): EvictionPolicy<K> {
  /**
   * A list for the residents of each class, ordered by last request; then lists of evicted keys.
   * A mark is the number of requests of a key.
   */
  const slots = createSlots<K>(LISTS);
  const densities = createDensities(CLASSES);
  let residents = 0;
  let [sampledAt, seed] = [0, 1];

  /** A number from 0 to below 1; the same sequence in each policy. */
  const random = (): number =>
    (seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0) / 2 ** 32;
  const classAt = (slot: number): number => classOf(slots.marks[slot] as number);
  const ageOf = (slot: number): number => (densities.now - (slots.times[slot] as number)) & OLDEST;
  /** How many keys a slot stands for. */
  const weightOf = (slot: number): number => 2 ** Math.max(0, slots.listOf(slot) - CLASSES);

  const request = (slot: number): void => {
    densities.tick();
    slots.times[slot] = densities.now;
    slots.marks[slot] = Math.min(MANY, (slots.marks[slot] as number) + 1);
  };
  const again = (slot: number): void => {
    densities.hit(classAt(slot), ageOf(slot), weightOf(slot));
    request(slot);
  };
  const sample = (): void => {
    const time = ((densities.now - sampledAt) * slots.length) / SAMPLES;
    sampledAt = densities.now;
    for (let i = 0; i < SAMPLES; i++) {
      const slot = Math.floor(random() * slots.length);
      densities.lived(classAt(slot), ageOf(slot), time * weightOf(slot));
    }
  };
  const isOver = (list: number): boolean => {
    if (list > CLASSES) return slots.sizeOf(list) > Math.min(WATCHED, residents + 1);
    const patience = PATIENCE * (residents + 1);
    return (
      slots.sizeOf(list) > Math.min(GONE, patience) ||
      (slots.sizeOf(list) > 0 && ageOf(slots.oldest(list)) > patience)
    );
  };
  const remove = (key: K): void => {
    const slot = slots.slotOf(key);
    if (slot === undefined || slots.listOf(slot) >= CLASSES) return;
    residents--;
    slots.move(slot, CLASSES);
    for (let list = CLASSES; list < LISTS; list++) {
      while (isOver(list)) {
        const first = slots.oldest(list);
        if (list + 1 < LISTS && random() < 0.5) slots.move(first, list + 1);
        else slots.delete(first);
      }
    }
  };

  return {
    added(key, { unrequested }) {
      remove(key);
      const known = slots.slotOf(key);
      const slot = known ?? slots.add(key, 0);
      if (unrequested) slots.times[slot] = densities.now;
      else if (known === undefined) request(slot);
      else again(slot);
      slots.move(slot, classAt(slot));
      residents++;
      sample();
    },
    used(key) {
      const slot = slots.slotOf(key);
      if (slot === undefined || slots.listOf(slot) >= CLASSES) return;
      again(slot);
      slots.move(slot, classAt(slot));
    },
    removed: remove,
    victim(isShielded) {
      densities.measure(residents);
      const worthless = WORTHLESS / (residents + 1);
      let [victim, least] = [NONE, Infinity];
      const compare = (one: number, slot: number): void => {
        const density = Math.max(densities.of(one, ageOf(slot)), worthless);
        if (density < least) [victim, least] = [slot, density];
      };
      for (let one = 0; one < CLASSES; one++) {
        let oldest = slots.oldest(one);
        while (oldest !== NONE && isShielded(slots.keyOf(oldest))) oldest = slots.newer(oldest);
        if (oldest === NONE) continue;
        let newest = slots.newest(one);
        // Ends at `oldest`, which is not shielded.
        while (newest !== oldest && isShielded(slots.keyOf(newest))) newest = slots.older(newest);
        compare(one, oldest);
        compare(one, newest);
      }
      return victim === NONE ? undefined : slots.keyOf(victim);
    },
  };
}
