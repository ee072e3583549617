import type { Observable } from 'rxjs';
import { then, type Answer, type ModelSlot } from '../../../src/keeping/modelStorage.js';
import { readText, writeText, type ModelLabel } from '../../../src/keeping/savedText.js';
import type { SharingEvent } from '../../../src/sharing/sharingEvents.js';
import { ask } from '../keeping/ask.js';
import type { Timer } from '../timerOf.js';

/** An event without the fields that all have. */
export type BareSharingEvent = SharingEvent extends infer E
  ? E extends SharingEvent
    ? Omit<E, 'name' | 'at'>
    : never
  : never;

/** A text of the storage that is valid. */
export interface FoundText<T> {
  readonly value: T;
  readonly savedAt: number;
  readonly characters: number;
}

/** The texts that processes share. Promises reject if the storage fails or does not answer. */
export interface SharedTexts {
  /** What is stored, if it is valid; else an event, and undefined. */
  read<T>(
    part: string,
    parse: (stored: unknown) => T | undefined,
  ): Promise<FoundText<T> | undefined>;
  /** @returns the length of the text */
  write(part: string, model: unknown): Promise<number>;
  remove(part: string): Promise<unknown>;
  /** Closes the places of all texts for which `isUsed` is false. */
  retain(isUsed: (part: string) => boolean): void;
}

/** What the texts need. */
export interface SharedTextsOptions {
  /** The place of a text in the storage. */
  readonly slotOf: (name: string) => () => Answer<ModelSlot>;
  readonly name: string;
  readonly version?: string | number | undefined;
  readonly timeout: number;
  readonly timer: Timer;
  readonly now: () => number;
  readonly emit: (event: BareSharingEvent) => void;
}

export function createSharedTexts(options: SharedTextsOptions): SharedTexts {
  const { slotOf, name, version, timeout, timer, now, emit } = options;
  const slots = new Map<string, () => Answer<ModelSlot>>();
  // Processes with different versions of their keys use different texts, also those of 1 and '1'.
  const root = version === undefined ? name : `${name}/version ${JSON.stringify(version)}`;
  const labelOf = (part: string): ModelLabel => ({ name: `${root}/${part}`, version });
  const slotFor = (part: string): (() => Answer<ModelSlot>) => {
    const slot = slots.get(part) ?? slotOf(labelOf(part).name);
    slots.set(part, slot);
    return slot;
  };
  const withSlot = <T>(part: string, use: (slot: ModelSlot) => Answer<T>): Promise<T> =>
    firstOf(ask(() => then(slotFor(part)(), use), timeout, timer));
  return {
    async read<T>(part: string, parse: (stored: unknown) => T | undefined) {
      const stored = await withSlot(part, (slot) => slot.read());
      if (stored === null || stored === undefined || stored === '') return undefined;
      const label = labelOf(part);
      const found = readText(stored, label);
      const value = 'reason' in found ? undefined : parse(found.model);
      if (!('reason' in found) && value !== undefined) return { ...found, value };
      const why = 'reason' in found ? found : { reason: 'corrupted' as const, error: new TypeError(`\`${label.name}\` in the storage is not valid`) }; // prettier-ignore
      emit({ type: 'model-dropped', ...why });
      return undefined;
    },
    async write(part, model) {
      const text = writeText(model, labelOf(part), now());
      return withSlot(part, (slot) => then(slot.write(text), () => text.length));
    },
    remove: (part) => withSlot(part, (slot) => slot.remove()),
    retain(isUsed) {
      for (const part of [...slots.keys()]) if (!isUsed(part)) slots.delete(part);
    },
  };
}

/** The first value, or the error. */
export function firstOf<T>(answer$: Observable<T>): Promise<T> {
  return new Promise((next, error) => answer$.subscribe({ next, error }));
}
