import { expected } from '../options.js';
import type { DropReason } from './modelEvents.js';

/** What identifies a model beside its predictor. */
export interface ModelLabel {
  readonly name: string;
  /** The option `version` of the user. */
  readonly version: string | number | undefined;
}

/** A stored model, or why it is not used. */
export type ReadModel =
  | { readonly model: unknown; readonly savedAt: number; readonly characters: number }
  | { readonly reason: DropReason; readonly error: unknown };

/** Version of the wrapper, under a name that no other text is likely to have. */
const MARK = 'rxjs-prefetch-cache';
const FORMAT = 1;

/**
 * The text to store.
 * @throws TypeError without a model
 */
export function writeText(model: unknown, { name, version }: ModelLabel, savedAt: number): string {
  if (model === undefined || model === null)
    throw expected('predictor.toJSON()', 'a model: this predictor learns none', model);
  return JSON.stringify({ [MARK]: FORMAT, name, version, savedAt, model });
}

/**
 * Reads a stored text.
 *
 * @param stored - a text that is not empty, or what a storage has parsed it to
 */
export function readText(stored: unknown, label: ModelLabel): ReadModel {
  let text: string;
  let parsed: unknown;
  try {
    text = typeof stored === 'string' ? stored : JSON.stringify(stored);
    parsed = JSON.parse(text);
  } catch (error) {
    return { reason: 'corrupted', error };
  }
  const {
    [MARK]: format,
    name,
    version,
    savedAt,
    model,
  } = Object(parsed) as Record<string, unknown>;
  const foreign = (part: string, what: string, came: unknown): ReadModel => ({
    reason: 'foreign',
    error: expected(part, what, came),
  });
  if (format !== FORMAT) return foreign(`stored.${MARK}`, `${FORMAT}`, format);
  if (name !== label.name) return foreign('stored.name', `'${label.name}'`, name);
  if (typeof savedAt !== 'number') return foreign('stored.savedAt', 'a number', savedAt);
  if (version !== label.version) {
    const what = label.version === undefined ? 'undefined' : JSON.stringify(label.version);
    return { reason: 'version', error: expected('stored.version', what, version, RangeError) };
  }
  return { model, savedAt, characters: text.length };
}
