import type { EvictionPolicy } from '../types.js';
import { createDensities } from './densities.js';
import { createSlots, NONE } from './slots.js';

/**
 * Keys requested so often are alike: never, once, twice, three times, then up to twice as often;
 * more than `MANY` counts as that.
 */
const [CLASSES, MANY] = [9, 64];
const classOf = (count: number): number =>
  count < 4 ? count : Math.min(CLASSES - 1, 33 - Math.clz32(count));
/**
 * Each key that was evicted is watched until it was not requested for `PATIENCE` requests for each
 * resident, at most `GONE` of them.
 */
const [PATIENCE, GONE] = [4, 4096];
/**
 * After that one of two is watched in each further list of at most `WATCHED`, and stands for twice
 * as many: no loop is too long to be seen.
 */
const [LISTS, WATCHED] = [CLASSES + 15, 64];
/** How many keys are looked at for each that is added, to know how old keys are. */
const SAMPLES = 4;
/**
 * If all residents had this many hits between them for each request, none would be worth its place:
 * among such keys the oldest goes first.
 */
const WORTHLESS = 0.06;
/** Ages are counted in 31 bits. */
const OLDEST = 0x7fffffff;

/**
 * Evicts first what promises the fewest hits for the place it takes: least hit density.
 *
 * It measures how likely keys are to be requested again, by how often and how long ago they were
 * requested. It also watches keys after they were evicted, all for a while, then fewer and fewer.
 * So it adapts to readers who come back to what was used lately, or often, or go round a loop of
 * which only a part can be kept, however small; and it finds out how long what was prefetched is
 * worth its place. Cost of an eviction: the oldest and the newest key of each of 9 classes, however
 * many are resident, and a step for each shielded key on the way; it remembers at most about 5,000
 * keys that were evicted. N. Beckmann, H. Chen and A. Cidon, LHD: improving cache hit rate by
 * maximizing hit density, NSDI 2018, with lists instead of samples of residents.
 */
export function lhd<K = any>(): EvictionPolicy<K> {
  /**
   * A list for the residents of each class, the one requested longest ago first; then lists of
   * evicted keys. A mark is a count of requests.
   */
  const slots = createSlots<K>(LISTS);
  const densities = createDensities(CLASSES);
  let residents = 0;
  let [sampledAt, seed] = [0, 1];

  /** Below 1; the same numbers in each policy. */
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
        // It ends at the oldest that is free.
        while (newest !== oldest && isShielded(slots.keyOf(newest))) newest = slots.older(newest);
        compare(one, oldest);
        compare(one, newest);
      }
      return victim === NONE ? undefined : slots.keyOf(victim);
    },
  };
}
