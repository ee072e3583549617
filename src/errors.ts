/** A load that failed: of which key, and the `cause`. */
export class LoadError<K = unknown> extends Error {
  override readonly name: string = 'LoadError';

  /** @param key - the key whose load failed
   *  @param cause - what the provider threw, rejected or errored with */
  constructor(
    readonly key: K,
    cause: unknown,
    message = `The load of ${show(key)} failed: ${messageOf(cause)}`,
  ) {
    super(message, { cause });
  }
}

/** The error of a failed load. An `EmptyLoadError` of this key is kept. */
export function toLoadError<K>(key: K, cause: unknown): LoadError<K> {
  try {
    if (cause instanceof EmptyLoadError && Object.is(cause.key, key)) return cause;
  } catch {
    // A proxy may refuse to be looked at.
  }
  return new LoadError(key, cause);
}

/** A load that completed without a value. */
export class EmptyLoadError<K = unknown> extends LoadError<K> {
  override readonly name = 'EmptyLoadError';

  /** @param key - the key whose load gave nothing */
  constructor(key: K) {
    super(key, undefined, `The load of ${show(key)} completed without a value`);
  }
}

/** The cache was closed before, or while, this was asked of it. */
export class ClosedError extends Error {
  override readonly name = 'ClosedError';

  constructor() {
    super('The prefetchCache is closed');
  }
}

/**
 * The message of an error, or of what looks like one: Angular's `HttpErrorResponse` and errors of
 * other realms are no `Error`. Never throws.
 */
export function messageOf(cause: unknown): string {
  try {
    const message =
      typeof cause === 'string' ? cause : (cause as { readonly message?: unknown }).message;
    if (message && typeof message === 'string') return message;
  } catch {
    // `undefined` has no message, and a getter may throw.
  }
  return show(cause);
}

/** A value as it may stand in a message: short. Never throws. */
export function show(value: unknown): string {
  try {
    if (typeof value === 'function') return 'a function';
    if (Array.isArray(value)) return `an array of ${value.length}`;
    // An error has no members in JSON.
    const isJson = /string|object/.test(typeof value) && !(value instanceof Error);
    return (isJson ? JSON.stringify(value) : String(value)).slice(0, 80);
  } catch {
    return 'an object';
  }
}
