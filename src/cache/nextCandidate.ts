import { addToHeap, type HeapOrder, removeFromHeap } from '../structures/heap.js';
import { LIKELIEST } from './indexedRow.js';
import type { ReaderState, Skip } from './readerState.js';
import type { TurnOrder } from './turnOrder.js';

/** A planned key that must be loaded now. */
export interface Candidate<K> {
  readonly id: unknown;
  readonly key: K;
  /** Makes the key open again, unless its reader has another plan by now. O(rows) */
  readonly reopen: () => void;
}

/** The keys of all plans that may still be started. */
export interface Candidates<K> {
  /**
   * The key for a free slot: the likeliest open key of the reader whose turn it is. Undefined if
   * there is none.
   */
  next(): Candidate<K> | undefined;
  /** Whether `next` may return a key. O(1) */
  hasOpen(): boolean;
  /** Updates a reader that has another plan. */
  readonly planned: (reader: ReaderState<K>) => void;
  /** Updates a reader whose open keys changed, or whose wait for `dwell` began or ended. */
  changed(reader: ReaderState<K>): void;
  /** Makes considered rows of a plan open again. O(rows), at most lookahead */
  reopen(reader: ReaderState<K>, isReopened: (row: number) => boolean): void;
  /**
   * Handles a key that is no longer resident, in flight or at rest. Of the plans that skipped it,
   * the one that gives it the largest likelihood may start it. O(log plans)
   */
  unblocked(id: unknown): void;
}

/** The parts of the cache that the choice uses. */
export interface CandidateOptions<K> {
  readonly turnOrder: TurnOrder<K>;
  /** Whether control admits a load of this likelihood now. */
  readonly admits: (likelihood: number) => boolean;
  /** The smallest likelihood at which there is room for an item. */
  readonly admission: () => number;
  /** Whether a key is neither resident nor in flight. */
  readonly isAbsent: (id: unknown) => boolean;
  /**
   * Until when a key is resident, in flight or at rest, in ms: -Infinity if it may be started,
   * Infinity if the time is unknown.
   */
  readonly blockedUntil: (id: unknown) => number;
  /** Whether the provider has a key. */
  readonly isProvided: (key: K) => boolean;
  /** Whether a prefetch may start, and a slot is free. */
  readonly hasSlot: () => boolean;
  /** Whether the pace allows a prefetch now. Called only when there is a key to start. */
  readonly isPaced: () => boolean;
  readonly now: () => number;
}

interface Block {
  readonly id: unknown;
  readonly until: number;
}
const SOONEST: HeapOrder<Block> = { isBefore: (a, b) => a.until < b.until, moved: () => undefined };

/**
 * Chooses the key of the next prefetch.
 *
 * A reader is passed over while control refuses its next key, or while each resident that the item
 * could displace is likelier. A key that is resident, in flight or at rest when its turn comes is
 * skipped until that ends. Each key is started at most once per plan. A choice costs O(log
 * readers), and O(1) for each key that is skipped.
 */
export function createCandidates<K>(options: CandidateOptions<K>): Candidates<K> {
  const {
    turnOrder,
    admits,
    admission,
    isAbsent,
    blockedUntil,
    isProvided,
    hasSlot,
    isPaced,
    now,
  } = options;
  /** The plans that skipped a key, in a heap: the largest likelihood first. */
  const skips = new Map<unknown, Skip<K>[]>();
  /** The blocks that end at a known time. */
  const blocks: Block[] = [];

  const skip = (reader: ReaderState<K>, row: number, id: unknown): void => {
    const one = {
      reader,
      id,
      row,
      likelihood: reader.prediction.likelihoods[row] as number,
      place: -1,
    };
    reader.skipped.push(one);
    const others = skips.get(id);
    if (!others) skips.set(id, []);
    addToHeap(others ?? (skips.get(id) as Skip<K>[]), one, LIKELIEST);
  };
  const block = (id: unknown, until: number): void => {
    if (until < Infinity) addToHeap(blocks, { id, until }, SOONEST);
  };
  const takeSkip = (one: Skip<K>): void => {
    const all = skips.get(one.id);
    if (one.place < 0 || !all) return;
    removeFromHeap(all, one.place, LIKELIEST);
    one.place = -1;
    if (all.length === 0) skips.delete(one.id);
  };
  const forgetSkipped = (reader: ReaderState<K>): void => {
    const { skipped } = reader;
    reader.skipped = [];
    for (const one of skipped) {
      // Another plan that skipped the key may start it instead.
      if (one.place < 0) candidates.unblocked(one.id);
      else takeSkip(one);
    }
  };

  /** Whether a key may be started. If it is resident, in flight or at rest, it is skipped. */
  const isStartable = (reader: ReaderState<K>, row: number, key: K, id: unknown): boolean => {
    const until = blockedUntil(id);
    if (until > now()) {
      skip(reader, row, id);
      block(id, until);
      return false;
    }
    try {
      // `isProvided` calls the provider, which may have loaded the key itself.
      return isProvided(key) && isAbsent(id);
    } catch {
      // `has` was called when the plan was made, and its error was emitted then.
      return false;
    }
  };
  const endBlocks = (): void => {
    if (blocks.length === 0) return;
    const at = now();
    for (let first; (first = blocks[0]) && first.until <= at;) {
      removeFromHeap(blocks, 0, SOONEST);
      candidates.unblocked(first.id);
    }
  };

  const candidates: Candidates<K> = {
    next() {
      endBlocks();
      while (hasSlot()) {
        let room: number | undefined;
        const reader = turnOrder.first(
          (likelihood) => admits(likelihood) && likelihood >= (room ??= admission()),
        );
        if (!reader || !isPaced()) return undefined;
        const { plan, open, prediction } = reader;
        const row = open[reader.considered];
        // Control was asked, and may have moved the reader.
        if (row !== undefined) reader.considered++;
        turnOrder.update(reader, headOf(reader));
        if (row === undefined) continue;
        const id = prediction.ids[row];
        const key = prediction.keys[row] as K;
        // User parts may have moved or ended the reader, or taken the slot.
        if (!isStartable(reader, row, key, id) || reader.plan !== plan) continue;
        if (!hasSlot()) {
          candidates.reopen(reader, (planned) => planned === row);
          return undefined;
        }
        turnOrder.served(reader);
        return {
          id,
          key,
          reopen() {
            if (reader.plan === plan) candidates.reopen(reader, (planned) => planned === row);
          },
        };
      }
      return undefined;
    },
    hasOpen: () => turnOrder.hasOpen() || blocks.length > 0,
    planned(reader) {
      if (reader.skipped.length > 0) forgetSkipped(reader);
      candidates.changed(reader);
    },
    changed: (reader) => turnOrder.update(reader, headOf(reader)),
    reopen(reader, isReopened) {
      const { plan, open, considered } = reader;
      // `open` has the order of `plan`.
      let next = considered;
      reader.open = plan.filter((row) => {
        const isOpen = open[next] === row;
        if (isOpen) next++;
        return isOpen || isReopened(row);
      });
      reader.considered = 0;
      candidates.changed(reader);
    },
    unblocked(id) {
      const first = skips.get(id)?.[0];
      if (!first) return;
      // The key has become resident, or is in flight again.
      if (!isAbsent(id)) {
        block(id, blockedUntil(id));
        return;
      }
      // One plan is enough: if its reader may not start the key, less likely ones may not either.
      takeSkip(first);
      candidates.reopen(first.reader, (row) => row === first.row);
    },
  };
  return candidates;
}

/** Likelihood of the next key that a reader would start; 0 for none. */
function headOf<K>({ stay, open, considered, prediction }: ReaderState<K>): number {
  const row = stay ? undefined : open[considered];
  return row === undefined ? 0 : (prediction.likelihoods[row] as number);
}
