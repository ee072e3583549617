import type { ResidentState } from '../types.js';
import { PAGE_SIZE } from './pageSize.js';
import { sameKey } from '../options.js';

/** The residents of a `CacheState`, in pages, found by key. A change copies one page. */
export interface ResidentPages<K> {
  add(resident: ResidentState<K>): void;
  /**
   * Removes a resident like this. A key may have two: a replaced item is held until it is
   * delivered.
   */
  remove(resident: ResidentState<K>): void;
  /** Marks the latest resident of a key as requested. */
  use(key: K): void;
  /** The pages that changed since the last call, with their numbers. */
  takeChanges(): (readonly [number: number, page: readonly ResidentState<K>[]])[];
}

/**
 * The residents of a `CacheState`, in pages, found by key.
 *
 * @param from - the first pages; they are copied
 */
export function createResidentPages<K>(
  from: readonly (readonly ResidentState<K>[])[],
): ResidentPages<K> {
  const pages = from.map((page) => [...page]);
  /** The pages of a key, in the order in which its items arrived. */
  const places = new Map<K, number[]>();
  /** Numbers of the pages that have room. */
  const roomy = new Set<number>();
  const changed = new Set<number>();

  const note = (key: K, page: number): void => {
    const known = places.get(key);
    if (known) known.push(page);
    else places.set(key, [page]);
  };
  pages.forEach((page, number) => {
    for (const { key } of page) note(key, number);
    if (page.length < PAGE_SIZE) roomy.add(number);
  });

  return {
    add(resident) {
      const [number = pages.push([]) - 1] = roomy;
      const page = pages[number] as ResidentState<K>[];
      page.push(resident);
      if (page.length < PAGE_SIZE) roomy.add(number);
      else roomy.delete(number);
      note(resident.key, number);
      changed.add(number);
    },
    remove({ key, bytes, unrequested }) {
      const numbers = places.get(key);
      if (!numbers) return;
      const isIt = (resident: ResidentState<K>): boolean =>
        sameKey(resident.key, key) &&
        resident.bytes === bytes &&
        resident.unrequested === unrequested;
      const place = numbers.findIndex((number) => pages[number]?.some(isIt));
      if (place < 0) return;
      const [number] = numbers.splice(place, 1) as [number];
      if (numbers.length === 0) places.delete(key);
      const page = pages[number] as ResidentState<K>[];
      page.splice(page.findIndex(isIt), 1);
      roomy.add(number);
      changed.add(number);
    },
    use(key) {
      const number = places.get(key)?.at(-1);
      if (number === undefined) return;
      const page = pages[number] as ResidentState<K>[];
      const place = page.findLastIndex((resident) => sameKey(resident.key, key));
      page[place] = { ...(page[place] as ResidentState<K>), unrequested: false };
      changed.add(number);
    },
    takeChanges() {
      const changes = Array.from(
        changed,
        (number) => [number, [...(pages[number] as ResidentState<K>[])]] as const,
      );
      changed.clear();
      return changes;
    },
  };
}
