import { mean } from './mean.js';
import type { Outcome } from '../../../src/replay/replay.js';
import type { Yesterday } from './yesterday.js';

/** The head of a table of what yesterday's model is worth. */
export const yesterdayHead = [
  'trace',
  'begun anew',
  'with a model',
  'first 200, anew',
  'first 200, with a model',
] as const;

/**
 * Its rows, mean wait and loads; of several traces the last is the mean.
 *
 * @param nameOf - how the name of a trace is written
 */
export function yesterdayRows(
  yesterdays: readonly Yesterday[],
  nameOf = (trace: string): string => trace,
): string[][] {
  const outcomes = yesterdays.map(({ whole, first }) => [
    whole.fresh,
    whole.restored,
    first.fresh,
    first.restored,
  ]);
  const means = yesterdayHead.slice(1).map((_, i) => {
    const of = (figure: 'wait' | 'loads') => mean(outcomes.map((each) => each[i]?.[figure] ?? NaN));
    return cell({ wait: of('wait'), loads: of('loads') });
  });
  const rows = yesterdays.map(({ trace }, i) => [nameOf(trace), ...(outcomes[i] ?? []).map(cell)]);
  return yesterdays.length > 1 ? [...rows, ['mean', ...means]] : rows;
}

function cell({ wait, loads }: Pick<Outcome, 'wait' | 'loads'>): string {
  return `${wait.toFixed(1)} / ${loads.toFixed(2)}`;
}
