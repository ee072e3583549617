const HOUR = 3_600_000;

/** Which keys rest after a failure, in the plainest way. */
export interface Rest {
  isResting(id: number, now: number): boolean;
  failed(id: number, now: number): void;
  /** A load succeeded, or the key was set or invalidated. */
  forget(id: number): void;
  /** The cache was cleared. */
  forgetAll(): void;
}

/** @param limit - how many keys are remembered */
export function createRest(prefetchBackoff: number, limit: number): Rest {
  const failures: { readonly id: number; readonly until: number; readonly rest: number }[] = [];
  const forget = (id: number): void => {
    const place = failures.findIndex((failure) => failure.id === id);
    if (place >= 0) failures.splice(place, 1);
  };
  return {
    isResting: (id, now) => failures.some((failure) => failure.id === id && now < failure.until),
    forget,
    forgetAll: () => void failures.splice(0),
    failed(id, now) {
      const before = failures.find((failure) => failure.id === id);
      const rest = before
        ? Math.max(prefetchBackoff, Math.min(2 * before.rest, HOUR))
        : prefetchBackoff;
      forget(id);
      failures.push({ id, until: now + rest, rest });
      if (failures.length > limit) failures.shift();
    },
  };
}
