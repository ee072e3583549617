/**
 * How many residents a page of a `CacheState` holds: one change copies a page and the list of
 * pages.
 */
export const PAGE_SIZE = 64;
