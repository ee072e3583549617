import { sameKey } from '../options.js';
import { isCurrent, type ReaderState } from './readerState.js';

/**
 * The plan of a reader: of the rows of its prediction whose keys are absent the likeliest, without
 * its current key and what is not wanted. Keys in flight belong to it: they are wanted, and are not
 * started again.
 *
 * @param absent - the rows; they are sorted here
 * @param lookahead - how many keys a plan holds at most
 * @param isWanted - asked only of keys that would find a place
 * @returns undefined if `isWanted` moved the reader on
 */
export function makePlan<K>(
  reader: ReaderState<K>,
  absent: number[],
  lookahead: number,
  isWanted: (key: K, id: unknown) => boolean,
): number[] | undefined {
  const { prediction, position } = reader;
  const { keys, ids, likelihoods } = prediction;
  const plan: number[] = [];
  // Equally likely keys stay in the order in which they were named.
  absent.sort((a, b) => (likelihoods[b] as number) - (likelihoods[a] as number));
  for (const row of absent) {
    if (plan.length >= lookahead) break;
    const id = ids[row];
    if (isCurrent(reader, id) || plan.some((planned) => sameKey(ids[planned], id))) continue;
    const wanted = isWanted(keys[row] as K, id);
    if (reader.position !== position) return undefined;
    if (wanted) plan.push(row);
  }
  return plan;
}

/** A reader's plan as it was made, the likeliest first: `[key, likelihood]`. */
export function readPlan<K>({
  plan,
  prediction: { keys, likelihoods },
}: ReaderState<K>): (readonly [K, number])[] {
  return plan.map((row) => [keys[row] as K, likelihoods[row] as number] as const);
}
