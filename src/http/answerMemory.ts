import { sameKey } from '../options.js';

/** A value that was loaded, and the headers that ask whether it is still the present one. */
export interface KnownAnswer {
  readonly value: unknown;
  readonly headers: Readonly<Record<string, string>>;
}

/** The values of earlier answers with an `ETag` or `Last-Modified`. Each method is O(1). */
export interface AnswerMemory {
  /** The value of an address and a key, if it is still in memory. */
  get(url: string, key: unknown): KnownAnswer | undefined;
  set(url: string, key: unknown, answer: Response, value: unknown): void;
}

interface Remembered {
  readonly key: unknown;
  readonly headers: Readonly<Record<string, string>>;
  readonly value: unknown;
  /** Of an object, which is not kept from the garbage collector. */
  readonly ref: WeakRef<object> | undefined;
  /** Characters of a value that is a string. */
  readonly length: number;
}

/** How many characters of strings are kept. */
const MAX_CHARACTERS = 1_000_000;

/**
 * Remembers values: objects weakly, so that they live as long as the cache or the program has them;
 * strings up to a million characters in all.
 *
 * @param limit - how many addresses are remembered; the one that was used longest ago is forgotten
 *   first
 */
export function createAnswerMemory(limit: number): AnswerMemory {
  const byUrl = new Map<string, Remembered>();
  let characters = 0;
  const forget = (url: string): void => {
    characters -= byUrl.get(url)?.length ?? 0;
    byUrl.delete(url);
  };
  const add = (url: string, one: Remembered): void => {
    byUrl.set(url, one);
    characters += one.length;
    for (const oldest of byUrl.keys()) {
      if (byUrl.size <= limit && characters <= MAX_CHARACTERS) break;
      forget(oldest);
    }
  };
  return {
    get(url, key) {
      const one = byUrl.get(url);
      if (!one) return undefined;
      const value = one.ref ? one.ref.deref() : one.value;
      forget(url);
      if (one.ref && value === undefined) return undefined;
      add(url, one);
      return sameKey(one.key, key) ? { value, headers: one.headers } : undefined;
    },
    set(url, key, { headers: stated }, value) {
      forget(url);
      const headers = conditionOf(stated);
      if (limit === 0 || !headers) return;
      const isObject = Object(value) === value;
      add(url, {
        key,
        headers,
        value: isObject ? undefined : value,
        ref: isObject ? new WeakRef(value as object) : undefined,
        length: typeof value === 'string' ? value.length : 0,
      });
    },
  };
}

/** The headers of a conditional request; undefined if an answer may not be asked for again so. */
function conditionOf(stated: Headers): Record<string, string> | undefined {
  const etag = stated.get('ETag');
  const modified = stated.get('Last-Modified');
  if (/\bno-store\b/i.test(stated.get('Cache-Control') ?? '') || !(etag ?? modified))
    return undefined;
  return {
    ...(etag && { 'If-None-Match': etag }),
    ...(modified && { 'If-Modified-Since': modified }),
  };
}
