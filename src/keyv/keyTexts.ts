import { expected } from '../options.js';

/** The texts of keys in a store. */
export interface KeyTexts<K> {
  /**
   * The text of a key: two keys that a Map tells apart have two texts.
   * @throws TypeError if the key has no text
   */
  textOf(key: K): string;
  /** The key of a text, if texts can be read back: not with the option `keyOf`. */
  readonly keyOf: ((text: string) => K) | undefined;
}

/**
 * Texts of keys: `7` for a number, `7n` for a bigint, `'7` for a string, `=…` for the text that
 * `keyOf` gives.
 *
 * No text has a colon, so that the last colon of a stored key ends its namespace: whatever the keys
 * and the namespaces, no two stored keys are the same. No text begins with `~`.
 */
export function createKeyTexts<K>(keyOf: ((key: K) => string) | undefined): KeyTexts<K> {
  if (!keyOf) return { textOf: textOfPrimitive, keyOf: (text) => readPrimitive(text) as K };
  return {
    keyOf: undefined,
    textOf(key) {
      const text: unknown = keyOf(key);
      if (typeof text !== 'string') throw expected('keyOf(key)', 'a string', text);
      return `=${escapeColons(text)}`;
    },
  };
}

function textOfPrimitive(key: unknown): string {
  if (typeof key === 'string') return `'${escapeColons(key)}`;
  // A Map does not tell 0 from -0, and `String` does not, either.
  if (typeof key === 'number') return String(key);
  if (typeof key === 'bigint') return `${key}n`;
  throw expected('key', 'a string, a number or a bigint: other keys require `keyOf`', key);
}

function readPrimitive(text: string): unknown {
  if (text.startsWith("'")) return unescapeColons(text.slice(1));
  return /^-?\d+n$/.test(text) ? BigInt(text.slice(0, -1)) : Number(text);
}

function escapeColons(text: string): string {
  return text.replace(/[%:]/g, (sign) => (sign === ':' ? '%3A' : '%25'));
}

function unescapeColons(text: string): string {
  return text.replace(/%3A|%25/g, (code) => (code === '%3A' ? ':' : '%'));
}
