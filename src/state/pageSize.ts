/**
 * How many residents a page of a `CacheState` holds. One change copies one page and the list of
 * pages.
 */
export const PAGE_SIZE = 64;
