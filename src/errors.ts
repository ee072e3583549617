/** A load that failed: of which key, and the `cause`. */
export class LoadError<K = unknown> extends Error {
  override readonly name: string = 'LoadError';

  /** @param key - the key whose load failed
   *  @param cause - what the provider threw, rejected or errored with */
  constructor(
    readonly key: K,
    cause: unknown,
    message = `The load of ${show(key)} failed: ${cause instanceof Error ? cause.message : show(cause)}`,
  ) {
    super(message, { cause });
  }
}

/** A load that completed without a value. */
export class EmptyLoadError<K = unknown> extends LoadError<K> {
  override readonly name = 'EmptyLoadError';

  /** @param key - the key whose load gave nothing */
  constructor(key: K) {
    super(key, undefined, `The load of ${show(key)} completed without a value; a key without one may be given null`);
  }
}

/** The cache was closed before, or while, this was asked of it. */
export class ClosedError extends Error {
  override readonly name = 'ClosedError';

  constructor() {
    super('The prefetchCache is closed');
  }
}

/** A value as it may stand in a message: short, and without running code of users where that can be avoided. */
export function show(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return JSON.stringify(value.length > 80 ? `${value.slice(0, 80)}…` : value);
    case 'function':
      return 'a function';
    case 'object':
      return value === null ? 'null' : Array.isArray(value) ? `an array of ${value.length}` : describeObject(value);
    case 'bigint':
      return `${value}n`;
    default:
      return String(value);
  }
}

function describeObject(value: object): string {
  try {
    return ((JSON.stringify(value) as string | undefined) ?? 'an object').slice(0, 80);
  } catch {
    return 'an object';
  }
}
