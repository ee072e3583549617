import { addToHeap, removeFromHeap } from '../structures/heap.js';
import { createKeyMap } from '../structures/keyMap.js';
import { LIKELIEST, type Claim, type Named } from './claim.js';
import type { ReaderState } from './readerState.js';

/** Likelihoods by key: the largest one that the prediction of any reader gives. */
export interface Likelihoods<K> {
  /** The likelihood of a key; 0 if no prediction names it. */
  readonly of: (id: unknown) => number;
  /** `of` at the last refresh; Infinity for the current key of a reader. */
  protection(id: unknown): number;
  /** Marks a reader that moved or has a new prediction, to be indexed by `refresh`. O(1) */
  changed(reader: ReaderState<K>): void;
  /** Removes a reader that has ended. */
  remove(reader: ReaderState<K>): void;
  /** Indexes the marked readers; calls `fell` for each key that became less likely. */
  refresh(): void;
}

/** Placeholder of a new claim, until `addClaim` sets its `named`. */
const UNNAMED: Named = { id: undefined, claims: [], readers: 0 };

/**
 * An index of all predictions by key.
 *
 * It is refreshed only when a likelihood is needed, and only for the readers that changed since: a
 * hit sets one flag. Indexing a reader costs O(log readers) for each row of its own prediction, and
 * does not depend on the number of residents.
 *
 * @param fell - called with each key that became less likely, or that is no longer the current key
 *   of a reader, and with its likelihood
 */
export function createLikelihoods<K>(
  fell: (id: unknown, likelihood: number) => void,
): Likelihoods<K> {
  const named = createKeyMap<Named>();
  /** The marked readers. Not a Set, which would allocate at each move. */
  let dirty: ReaderState<K>[] = [];
  /** The former claims of the reader that was indexed last, to be reused. */
  let spareClaims: Claim[] = [];

  const name = (id: unknown, claims: Claim[]): Named => {
    const created = { id, claims, readers: 0 };
    named.set(id, created);
    return created;
  };
  const addClaim = (id: unknown, claim: Claim): void => {
    const key = named.get(id);
    if (key) addToHeap(key.claims, claim, LIKELIEST);
    // Most keys have one claim, and a list that grows from empty would have room for 17.
    else claim.place = 0;
    claim.named = key ?? name(id, [claim]);
  };
  const release = ({ id, claims, readers }: Named): void => {
    if (claims.length === 0 && readers === 0) named.delete(id);
    fell(id, claims[0]?.likelihood ?? 0);
  };

  /** Adds a claim for each row of the reader's prediction. */
  const claim = ({ prediction: { size, ids, likelihoods }, claims }: ReaderState<K>): void => {
    for (let row = 0; row < size; row++) {
      const likelihood = likelihoods[row] as number;
      const one = (claims[row] ??= { named: UNNAMED, likelihood, place: 0 });
      one.likelihood = likelihood;
      addClaim(ids[row], one);
    }
    claims.length = size;
  };
  const unclaim = (claims: readonly Claim[]): void => {
    for (const { named: key, place } of claims) {
      removeFromHeap(key.claims, place, LIKELIEST);
      if (place === 0) release(key);
    }
  };
  const place = (reader: ReaderState<K>, id: unknown, isPlaced: boolean): void => {
    const before = reader.isPlaced ? named.get(reader.placedId) : undefined;
    if (isPlaced) (named.get(id) ?? name(id, [])).readers++;
    reader.isPlaced = isPlaced;
    reader.placedId = id;
    if (!before) return;
    before.readers--;
    release(before);
  };
  /** Adds the new claims first, so that a key in both predictions is never without a claim. */
  const index = (reader: ReaderState<K>): void => {
    const before = reader.claims;
    reader.claims = spareClaims;
    spareClaims = before;
    claim(reader);
    place(reader, reader.currentId, reader.position > 0);
    unclaim(before);
    reader.dirtyPlace = -1;
  };

  const likelihoods: Likelihoods<K> = {
    of(id) {
      likelihoods.refresh();
      return named.get(id)?.claims[0]?.likelihood ?? 0;
    },
    protection(id) {
      const key = named.get(id);
      return key === undefined ? 0 : key.readers > 0 ? Infinity : (key.claims[0]?.likelihood ?? 0);
    },
    changed(reader) {
      if (reader.dirtyPlace < 0) reader.dirtyPlace = dirty.push(reader) - 1;
    },
    remove(reader) {
      const last = dirty.at(-1);
      if (last && reader.dirtyPlace >= 0) {
        dirty[reader.dirtyPlace] = last;
        last.dirtyPlace = reader.dirtyPlace;
        reader.dirtyPlace = -1;
        dirty.pop();
      }
      place(reader, undefined, false);
      unclaim(reader.claims);
      reader.claims = [];
    },
    refresh() {
      if (dirty.length === 0) return;
      const changed = dirty;
      dirty = [];
      for (const reader of changed) index(reader);
    },
  };
  return likelihoods;
}
