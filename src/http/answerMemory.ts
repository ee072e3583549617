import { sameKey } from '../options.js';

/** A value that was loaded, and the headers that ask the server whether it has changed. */
export interface KnownAnswer {
  readonly value: unknown;
  readonly headers: Readonly<Record<string, string>>;
}

/** The values of earlier answers with an `ETag` or `Last-Modified`. Each method is O(1). */
export interface AnswerMemory {
  /** The answer for an address and a key, if its value is still in memory. */
  get(url: string, key: unknown): KnownAnswer | undefined;
  set(url: string, key: unknown, answer: Response, value: unknown): void;
}

interface Remembered {
  readonly key: unknown;
  readonly headers: Readonly<Record<string, string>>;
  /** Undefined for an object, which `ref` has. */
  readonly value: unknown;
  /** Set for a value that is an object: the memory does not keep it alive. */
  readonly ref: WeakRef<object> | undefined;
  /** Characters of a value that is a string; 0 for others. */
  readonly length: number;
}

/** How many characters of strings are kept in all. */
const MAX_CHARACTERS = 1_000_000;

/**
 * Remembers values: objects weakly, so that they live as long as the cache or the program has them;
 * strings up to a million characters in all. A longer string is not remembered.
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
    set(url, key, answer, value) {
      forget(url);
      const headers = conditionOf(answer.headers);
      const length = typeof value === 'string' ? value.length : 0;
      if (limit === 0 || !headers || length > MAX_CHARACTERS) return;
      const isObject = Object(value) === value;
      add(url, {
        key,
        headers,
        value: isObject ? undefined : value,
        ref: isObject ? new WeakRef(value as object) : undefined,
        length,
      });
    },
  };
}

/**
 * The headers of the next conditional request; undefined if the answer has neither `ETag` nor
 * `Last-Modified`, or has `no-store`.
 */
function conditionOf(answered: Headers): Record<string, string> | undefined {
  const etag = answered.get('ETag');
  const modified = answered.get('Last-Modified');
  if (/\bno-store\b/i.test(answered.get('Cache-Control') ?? '') || !(etag ?? modified))
    return undefined;
  return {
    ...(etag && { 'If-None-Match': etag }),
    ...(modified && { 'If-Modified-Since': modified }),
  };
}
