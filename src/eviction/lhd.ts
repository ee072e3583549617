import type { EvictionPolicy } from '../types.js';
import { createDensities } from './densities.js';
import { createKeyList, type KeyList, type KeyNode } from './keyList.js';

/** What is known of the use of a key. */
interface Use {
  /** How often it was asked for, also before it left and came back; 0 while it was only loaded ahead. */
  count: number;
  /** The number of requests there had been when it was asked for, or loaded ahead, last. */
  at: number;
}

/** Keys asked for so often are alike: never, once, twice, three times, then up to twice as often. */
const CLASSES = 9;
const classOf = (count: number): number => (count < 4 ? count : Math.min(CLASSES - 1, 33 - Math.clz32(count)));
/** Keys that left are remembered until nobody has asked for them for so many requests for each resident; and so many at most. */
const [PATIENCE, GONE] = [4, 4096];

/**
 * Lets go first what promises the fewest hits for the place it takes: least hit density.
 *
 * Of keys that were asked for equally often it is measured how many hits they bring, and how much later, the longer ago they were asked for; those
 * that left are watched for a while, so that it is known when they come back. So it finds out what a reader is like: one who comes back to what was
 * used lately, or often, or goes round a loop of which only a part can be kept; and how long what was loaded ahead is worth waiting for. Cost: a look at
 * the oldest and the newest key of each of 9 classes, however many are resident, and a step for each shielded key on the way; it remembers at most
 * 4,096 keys that left. N. Beckmann, H. Chen and A. Cidon, LHD: improving cache hit rate by maximizing hit density, NSDI 2018, with lists instead of
 * samples.
 */
export function lhd<K = any>(): EvictionPolicy<K> {
  /** Of the residents. */
  const uses = new Map<K, Use>();
  /** The residents of each class, the one asked for longest ago first. */
  const classes = Array.from({ length: CLASSES }, () => createKeyList<K, Use>());
  const gone = createKeyList<K, Use>();
  const densities = createDensities(CLASSES);
  const listOf = ({ count }: Use) => classes[classOf(count)] as KeyList<K, Use>;

  const request = (use: Use, isKnown: boolean): void => {
    densities.request(isKnown ? classOf(use.count) : undefined, use.at);
    use.count++;
    use.at = densities.now;
  };
  const remove = (key: K): void => {
    const use = uses.get(key);
    if (!use) return;
    uses.delete(key);
    listOf(use).remove(key);
    gone.push(key, use);
    const since = densities.now - PATIENCE * (uses.size + 1);
    for (let first; (first = gone.oldest()) && (first.mark.at < since || gone.size() > GONE);) {
      gone.remove(first.key);
      densities.forget(classOf(first.mark.count), first.mark.at);
    }
  };

  return {
    added(key, { speculative }) {
      remove(key);
      const known = gone.remove(key)?.mark;
      const use = known ?? { count: 0, at: 0 };
      if (speculative) use.at = densities.now;
      else request(use, known !== undefined);
      uses.set(key, use);
      listOf(use).push(key, use);
    },
    used(key) {
      const use = uses.get(key);
      if (!use) return;
      const before = listOf(use);
      request(use, true);
      if (before === listOf(use)) before.renew(key);
      else {
        before.remove(key);
        listOf(use).push(key, use);
      }
    },
    removed: remove,
    victim(isShielded) {
      densities.measure(uses.size);
      let victim: K | undefined;
      let least = Infinity;
      const compare = (one: number, { key, mark }: KeyNode<K, Use>): void => {
        const density = densities.of(one, mark.at);
        if (density < least) [victim, least] = [key, density];
      };
      for (let one = 0; one < CLASSES; one++) {
        const list = classes[one] as KeyList<K, Use>;
        let oldest = list.oldest();
        while (oldest && isShielded(oldest.key)) oldest = oldest.newer;
        if (!oldest) continue;
        let newest = list.newest() as KeyNode<K, Use>;
        // It ends at the oldest that is free.
        while (newest !== oldest && isShielded(newest.key)) newest = newest.older as KeyNode<K, Use>;
        compare(one, oldest);
        compare(one, newest);
      }
      return victim;
    },
  };
}
