import { counted, percent } from '../../../demos/shared/numbers.js';
import { table } from '../../../demos/shared/table.js';
import { styled, type Terminal } from '../../../demos/shared/terminal.js';
import { contenders } from './contenders.js';
import { mean } from './mean.js';
import type { BenchOptions } from './parseOptions.js';
import type { Result } from './runs.js';
import type { Trace } from './trace.js';
import { usualResults } from './usualResults.js';
import { worstOf } from './worstOf.js';
import type { Yesterday } from './yesterday.js';
import { yesterdayHead, yesterdayRows } from './yesterdayRows.js';

/** Says what is about to be done. */
export function reportSetting(
  terminal: Terminal,
  { slots, capacity, abort, bandwidth, shuffle }: BenchOptions,
  traces: readonly Trace[],
): void {
  title(terminal, 'rxjs-prefetch-cache: how long a reader waits');
  const loads = bandwidth
    ? 'loads of unequal size that share a bandwidth'
    : 'loads that all take as long';
  terminal.print(
    `${counted(traces.length, 'trace')}${shuffle === undefined ? '' : ', shuffled'}; ${counted(slots, 'load')} ahead at once;`,
  );
  terminal.print(
    `the cache keeps ${capacity} % of the keys; ${loads}, and ${abort ? 'stop' : 'run on'} when nobody wants them.`,
  );
}

/** Says for each trace how each contender did. */
export function reportTraces(terminal: Terminal, results: readonly Result[]): void {
  const usual = usualResults(results);
  const shown = contenders.filter(
    ({ name, kind }) => kind !== 'variant' && usual.some((result) => result.name === name),
  );
  const rows = [...new Set(usual.map(({ trace }) => trace))].map((trace) => [
    trace,
    ...shown.map(({ name }) => {
      const result = usual.find((each) => each.trace === trace && each.name === name);
      return result ? `${result.wait.toFixed(1)}\n${result.loads.toFixed(2)}` : '';
    }),
  ]);
  title(terminal, 'By trace: mean wait in % of one load, and below it loads a request');
  terminal.print(table(terminal, ['trace', ...shown.map(({ name }) => broken(name))], rows));
}

/** Says how each contender did on the whole, and what it is. */
export function reportSystems(terminal: Terminal, results: readonly Result[]): void {
  const usual = usualResults(results);
  const rows = contenders.flatMap(({ name, what }) => {
    const own = usual.filter((result) => result.name === name);
    if (own.length === 0) return [];
    const rate = (figure: 'accuracy' | 'coverage') => {
      const said = own.flatMap((result) => result[figure] ?? []);
      return said.length > 0 ? percent(mean(said)) : '';
    };
    const numbers = [mean(own.map(({ wait }) => wait)), mean(own.map(({ p95 }) => p95))].map(
      (number) => number.toFixed(1),
    );
    return [
      [
        name,
        ...numbers,
        mean(own.map(({ loads }) => loads)).toFixed(2),
        worstOf(own, usual),
        rate('accuracy'),
        rate('coverage'),
        what,
      ],
    ];
  });
  title(
    terminal,
    'All traces: means; the worst is the wait on one trace against the better of LRU and SIEVE there',
  );
  terminal.print(
    table(
      terminal,
      ['system', 'wait', 'p95', 'loads', 'worst', 'accuracy', 'coverage', 'what it is'],
      rows,
    ),
  );
}

/**
 * Says what a model of the first half of each trace is worth in the second, if that was measured.
 */
export function reportYesterdays(terminal: Terminal, yesterdays: readonly Yesterday[]): void {
  if (yesterdays.length === 0) return;
  title(
    terminal,
    'The second half of each trace, with `auto()` begun anew, and with a model of the first half: wait / loads',
  );
  const sizes = [...yesterdays.map(({ size }) => size), mean(yesterdays.map(({ size }) => size))];
  const rows = yesterdayRows(yesterdays).map((row, i) => [
    ...row,
    `${((sizes[i] ?? NaN) / 1000).toFixed(0)} kB`,
  ]);
  terminal.print(table(terminal, [...yesterdayHead, 'model'], rows));
}

/** A long name in short lines, for the head of a narrow column. */
function broken(name: string): string {
  if (name.length <= 12) return name;
  return name.replace(/([a-z])([A-Z][a-z])/g, '$1\n$2').replaceAll('-', '-\n');
}

function title(terminal: Terminal, text: string): void {
  terminal.print();
  terminal.print(styled(terminal, 'bold', text));
}
