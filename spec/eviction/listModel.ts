import type { EntryInfo, EvictionPolicy } from '../../src/types.js';

interface Resident extends EntryInfo {
  readonly key: number;
}

/** A simple policy: a list in the order of arrival, searched for each victim. */
export function listModel(
  firstToGo: (free: readonly Resident[]) => Resident | undefined,
  used?: (residents: Resident[], index: number) => void,
): EvictionPolicy<number> {
  const residents: Resident[] = [];
  const removed = (key: number) => {
    const index = residents.findIndex((resident) => resident.key === key);
    if (index >= 0) residents.splice(index, 1);
  };
  return {
    removed,
    added(key, entry) {
      removed(key);
      residents.push({ ...entry, key });
    },
    used(key) {
      const index = residents.findIndex((resident) => resident.key === key);
      if (index >= 0) used?.(residents, index);
    },
    victim: (isShielded) => firstToGo(residents.filter(({ key }) => !isShielded(key)))?.key,
  };
}
