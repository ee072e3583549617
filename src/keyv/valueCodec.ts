import { expected } from '../options.js';
import { isJson } from '../structures/isJson.js';
import { fromBase64, toBase64 } from './base64.js';
import type { MaybePromise } from './settle.js';

/** Writes values as texts, and reads them back. */
export interface Serializer<V> {
  /** The text of a value. */
  stringify(value: V): MaybePromise<string>;
  /** The value of a text. It throws for a text that is broken. */
  parse(text: string): MaybePromise<V>;
}

/** A value as a text, and how it was written. */
export interface WrittenValue {
  readonly kind: string;
  readonly text: string;
}

/** The value side of a record. */
export interface ValueCodec<V> {
  write(value: V): MaybePromise<WrittenValue>;
  /** @throws for a text that is broken, and for a kind that this codec does not write */
  read(written: WrittenValue): MaybePromise<V>;
}

const TYPED = [
  'Int8Array',
  'Uint8Array',
  'Uint8ClampedArray',
  'Int16Array',
  'Uint16Array',
  'Int32Array',
  'Uint32Array',
  'Float32Array',
  'Float64Array',
  'BigInt64Array',
  'BigUint64Array',
] as const;
type Typed = (typeof TYPED)[number];

/** A codec of the option `serialize`. */
export function ownCodec<V>(serializer: Serializer<V>): ValueCodec<V> {
  return {
    async write(value) {
      const text: unknown = await serializer.stringify(value);
      if (typeof text !== 'string') throw expected('serialize.stringify(value)', 'a string', text);
      return { kind: 'own', text };
    },
    read: ({ kind, text }) => (kind === 'own' ? serializer.parse(text) : refuseKind(kind)),
  };
}

/** JSON, and binary values whole, as base64. What JSON would change is refused. */
export function jsonCodec<V>(): ValueCodec<V> {
  return {
    write: (value) => writeBinary(value) ?? writeJson(value),
    read: (written) => readAny(written) as V,
  };
}

function writeJson(value: unknown): WrittenValue {
  if (value === undefined) return { kind: 'undefined', text: '' };
  if (!isJson(value))
    throw expected('value', 'JSON, binary or undefined: other values require `serialize`', value);
  return { kind: 'json', text: JSON.stringify(value) };
}

function writeBinary(value: unknown): MaybePromise<WrittenValue> | undefined {
  if (ArrayBuffer.isView(value)) {
    const kind = tagOf(value);
    if (!TYPED.includes(kind as Typed)) return undefined;
    const bytes = new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
    return { kind, text: toBase64(bytes) };
  }
  if (tagOf(value) === 'ArrayBuffer')
    return { kind: 'ArrayBuffer', text: toBase64(new Uint8Array(value as ArrayBuffer)) };
  if (typeof Blob === 'function' && value instanceof Blob)
    return value.arrayBuffer().then((buffer) => ({
      kind: 'Blob',
      text: `${toBase64(new Uint8Array(buffer))} ${value.type}`,
    }));
  return undefined;
}

function readAny({ kind, text }: WrittenValue): unknown {
  switch (kind) {
    case 'json':
      return JSON.parse(text);
    case 'undefined':
      return undefined;
    case 'ArrayBuffer':
      return fromBase64(text).buffer;
    case 'Blob': {
      const end = text.indexOf(' ');
      return new Blob([fromBase64(text.slice(0, end))], { type: text.slice(end + 1) });
    }
    default: {
      const Typed = globalThis[TYPED.includes(kind as Typed) ? (kind as Typed) : refuseKind(kind)];
      return new Typed(fromBase64(text).buffer);
    }
  }
}

function refuseKind(kind: string): never {
  throw expected('kind', 'one that the option `serialize` writes', kind, RangeError);
}

function tagOf(value: unknown): string {
  return Object.prototype.toString.call(value).slice(8, -1);
}
