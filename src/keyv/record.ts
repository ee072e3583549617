import { expected } from '../options.js';
import type { MissReason } from './storeEvents.js';
import type { WrittenValue } from './valueCodec.js';

/** What identifies a record beside its value. */
export interface RecordLabel {
  /** The key in the store, with its namespace. */
  readonly storedKey: string;
  /** The option `version`. */
  readonly version: string | number | undefined;
  /** Number of the last `clear` of the namespace. */
  readonly generation: number;
}

/** A stored value with its lifetime. */
export interface StoredRecord extends WrittenValue {
  /** In ms since 1970; Infinity: never. */
  readonly expires: number;
  readonly generation: number;
}

/** Why a stored text is not used. */
export interface Refusal {
  readonly reason: MissReason;
  readonly error?: unknown;
}

/** Version of the format. */
const FORMAT = 1;

/** The text to store: a line with label and length, then the text of the value as it is. */
export function writeRecord(
  label: RecordLabel,
  { kind, text }: WrittenValue,
  expires: number,
): string {
  const { storedKey, version, generation } = label;
  const end = expires === Infinity ? null : expires;
  const head = [FORMAT, storedKey, version ?? null, generation, end, kind, text.length];
  return `${JSON.stringify(head)}\n${text}`;
}

/**
 * Reads a stored text.
 *
 * Label and length are checked: a text of another key, namespace, version or format is refused, and
 * one that was cut. There is no checksum.
 */
export function readRecord(stored: unknown, label: RecordLabel): StoredRecord | Refusal {
  if (stored === undefined || stored === null) return { reason: 'absent' };
  const head = readHead(stored);
  if ('reason' in head) return head;
  const [format, storedKey, version, generation, end, kind, length] = head.fields;
  if (format !== FORMAT) return broken('stored format', `${FORMAT}`, format);
  if (storedKey !== label.storedKey)
    return { reason: 'foreign', error: expected('stored key', label.storedKey, storedKey) };
  if (version !== (label.version ?? null)) {
    const what = label.version === undefined ? 'none' : JSON.stringify(label.version);
    return { reason: 'version', error: expected('stored version', what, version, RangeError) };
  }
  if (typeof generation !== 'number') return broken('stored generation', 'a number', generation);
  if (end !== null && typeof end !== 'number') return broken('stored expiry', 'a number', end);
  if (typeof kind !== 'string') return broken('stored kind', 'a string', kind);
  if (length !== head.text.length)
    return broken('stored length', String(length), head.text.length, RangeError);
  if (generation < label.generation) return { reason: 'cleared' };
  return { kind, text: head.text, expires: end ?? Infinity, generation };
}

/** The fields of the first line, and the text below it. */
function readHead(
  stored: unknown,
): { readonly fields: readonly unknown[]; readonly text: string } | Refusal {
  if (typeof stored !== 'string') return broken('stored', 'a text', stored);
  const end = stored.indexOf('\n');
  try {
    const fields: unknown = JSON.parse(stored.slice(0, end));
    if (end >= 0 && Array.isArray(fields)) return { fields, text: stored.slice(end + 1) };
  } catch {
    // As below.
  }
  return broken('stored', 'a record of this cache', stored.slice(0, 40));
}

function broken(...[name, what, came, Kind]: Parameters<typeof expected>): Refusal {
  return { reason: 'broken', error: expected(name, what, came, Kind) };
}
