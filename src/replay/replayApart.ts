import { replay, type Outcome } from './replay.js';
import type { Key, Setting, System } from './types.js';

/** The result of sessions: means over all their requests. */
export type ApartOutcome = Pick<Outcome, 'requests' | 'wait' | 'hits' | 'loads'>;

/**
 * Replays each session with an empty cache and a predictor of its own, as for visitors of a page.
 *
 * @param starts - indices of the first key of each session, in order
 */
export async function replayApart(
  system: System,
  keys: readonly Key[],
  setting: Setting,
  starts: readonly number[],
): Promise<ApartOutcome> {
  const sum = { requests: 0, wait: 0, hits: 0, loads: 0 };
  for (const [i, start] of starts.entries()) {
    const part = keys.slice(start, starts[i + 1]);
    const { requests, wait, hits, loads } = await replay(system, part, setting);
    sum.requests += requests;
    sum.wait += wait * requests;
    sum.hits += hits * requests;
    sum.loads += loads * requests;
  }
  const { requests, wait, hits, loads } = sum;
  return { requests, wait: wait / requests, hits: hits / requests, loads: loads / requests };
}
