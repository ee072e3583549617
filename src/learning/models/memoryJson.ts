import { expected } from '../../options.js';
import { createDictionaryReader, type DictionaryReader } from './dictionaryReader.js';
import type { Memory } from './memory.js';
import { createNumberReader } from './numberReader.js';
import { saveModel, type MemoryJson } from './saveModel.js';

/** The version of models that are saved; those of version 1 are read, too. */
export const VERSION = 2;

/** The saved memory of one expert. */
export interface ExpertJson extends MemoryJson {
  readonly version: typeof VERSION;
  readonly expert: string;
}

/** Saves the memory of one expert, in slices. */
export function saveMemory(memory: Memory, maxCharacters: number): Generator<void, ExpertJson> {
  return saveModel([memory.copy()], maxCharacters, ([saved]) => ({
    version: VERSION,
    expert: memory.expert,
    ...(saved as MemoryJson),
  }));
}

/**
 * Restores the memory of one expert.
 * @throws RangeError | TypeError that names the path of a part that does not fit
 */
export function restoreMemory(memory: Memory, learned: unknown): void {
  const { expert } = memory;
  const { version, expert: saved } = checkObject(expert, learned) as Partial<ExpertJson>;
  if ((version as unknown) === 1) memory.readFirstVersion(learned);
  else if (version !== VERSION)
    throw expected(`${expert}.version`, `${VERSION} or 1`, version, RangeError);
  else if (saved !== expert) throw unfit(expert, expert, learned);
  else readMemory(memory, learned, createDictionaryReader());
}

/**
 * Reads a saved memory, as a part of a model.
 * @throws TypeError that names the path of a part that does not fit
 */
export function readMemory(memory: Memory, saved: unknown, dictionary: DictionaryReader): void {
  const { expert } = memory;
  const { values, text, digits } = checkObject(expert, saved) as Partial<MemoryJson>;
  const fail = (path: string): never => {
    throw unfit(`${expert}.${path}`, expert, (saved as Record<string, unknown>)[path] ?? values);
  };
  if (!Array.isArray(values)) return fail('values');
  if (typeof text !== 'string') return fail('text');
  if (typeof digits !== 'string') return fail('digits');
  const numbers = createNumberReader(digits, () => fail('digits'));
  memory.read({ numbers, text, others: values, fail }, dictionary);
}

function checkObject(expert: string, value: unknown): object {
  if (typeof value !== 'object' || value === null) throw unfit(expert, expert, value);
  return value;
}

function unfit(path: string, expert: string, value: unknown): Error {
  return expected(path, `what \`toJSON\` of \`${expert}\` gave`, value);
}
