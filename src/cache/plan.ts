import { sameKey } from '../options.js';
import { isCurrent, type ReaderState } from './readerState.js';

/**
 * Makes the plan of a reader: the likeliest absent rows of its prediction.
 *
 * It leaves out the current key, the keys of the view, and the keys that are not wanted. Keys in flight belong to the
 * plan, which keeps their loads; they are not started again.
 *
 * @param absent - the rows whose keys are absent; sorted in place
 * @param lookahead - the largest number of keys in a plan
 * @param isPlannable - called only for keys that fit the plan
 * @returns undefined if `isPlannable` moved the reader on
 */
export function makePlan<K>(
  reader: ReaderState<K>,
  absent: number[],
  lookahead: number,
  isPlannable: (key: K, id: unknown) => boolean,
): number[] | undefined {
  const { prediction, position, view } = reader;
  const { keys, ids, likelihoods } = prediction;
  const plan: number[] = [];
  // Equally likely keys keep the order of the prediction.
  absent.sort((a, b) => (likelihoods[b] as number) - (likelihoods[a] as number));
  for (const row of absent) {
    if (plan.length >= lookahead) break;
    const id = ids[row];
    if (isCurrent(reader, id) || view?.has(id)) continue;
    if (plan.some((planned) => sameKey(ids[planned], id))) continue;
    const wanted = isPlannable(keys[row] as K, id);
    if (reader.position !== position) return undefined;
    if (wanted) plan.push(row);
  }
  return plan;
}

/** The plan of a reader as pairs `[key, likelihood]`, likeliest first. */
export function readPlan<K>({
  plan,
  prediction: { keys, likelihoods },
}: ReaderState<K>): (readonly [K, number])[] {
  return plan.map((row) => [keys[row] as K, likelihoods[row] as number] as const);
}
