import { setImmediate } from 'node:timers/promises';
import { Command } from 'commander';
import { concatMap, defer, from, map, toArray, type Observable } from 'rxjs';
import { count, counted } from '../../../demos/shared/numbers.js';
import { showProgress } from '../../../demos/shared/showProgress.js';
import { table } from '../../../demos/shared/table.js';
import type { Terminal } from '../../../demos/shared/terminal.js';
import { capacityOf } from '../../../src/replay/capacityOf.js';
import { chooseTraces } from '../replay/chooseTraces.js';
import { mean } from '../replay/mean.js';
import { list, number } from '../replay/optionValues.js';
import type { Trace } from '../replay/trace.js';
import { partsOf, replayProcesses, type ProcessesOutcome } from './replayProcesses.js';

interface SharedOptions {
  readonly traces?: string;
  readonly limit: number;
  readonly seed: number;
  readonly only?: readonly string[];
  readonly slots: number;
  readonly capacity: number;
  readonly processes: number;
  readonly every: number;
}

interface Measured {
  readonly trace: string;
  readonly alone: ProcessesOutcome;
  readonly sharing: ProcessesOutcome;
  readonly one: ProcessesOutcome;
}

/** As in the bench of all systems. */
const LEAST = 64;

/**
 * The bench of shared models: each trace.
 *
 * @throws CommanderError | Error (as errors of the observable) for wrong options and traces
 */
export function measureShared(args: readonly string[], terminal: Terminal): Observable<void> {
  return defer(() => {
    const options = parseSharedOptions(args, terminal);
    const traces = chooseTraces(options);
    return from(traces).pipe(
      concatMap((trace) => measure(trace, options)),
      showProgress(terminal, { label: 'Sharing', total: traces.length }),
      toArray(),
      map((results) => report(terminal, results, options)),
    );
  });
}

async function measure(
  trace: Trace,
  { slots, capacity, processes, every }: SharedOptions,
): Promise<Measured> {
  // So that the progress is drawn, and an interrupt is heard.
  await setImmediate();
  const { load, think } = trace;
  const maxKeys = capacityOf(trace, capacity, LEAST);
  const setting = { load, think, capacity: maxKeys, slots, canAbort: true, isShared: false };
  const parts = partsOf(trace, processes);
  return {
    trace: trace.name,
    alone: await replayProcesses(parts, setting, undefined),
    sharing: await replayProcesses(parts, setting, { every: every * 1000 }),
    one: await replayProcesses(partsOf(trace, 1), setting, undefined),
  };
}

function parseSharedOptions(args: readonly string[], terminal: Terminal): SharedOptions {
  return new Command('npm run bench -- shared')
    .description('What it is worth that processes share what they learn, in virtual time.')
    .option(
      '--traces <folder>',
      'recorded traces, `<kind>_<name>.txt.gz`, a key a line, empty lines between sessions (default: ten generated patterns)',
    )
    .option('--limit <n>', 'requests of a trace at most', number(1, 1e7, true), 16_000)
    .option('--seed <n>', 'another seed, other generated traces', number(0, 2 ** 31, true), 1)
    .option('--only <names>', 'traces by name, with commas', list)
    .option('--slots <n>', 'prefetches at once', number(1, 1000, true), 6)
    .option(
      '--capacity <percent>',
      'what a process keeps, of the keys of a trace',
      number(0.1, 100),
      5,
    ) // prettier-ignore
    .option('--processes <n>', 'processes that share', number(2, 64, true), 8)
    .option('--every <seconds>', 'seconds between exchanges', number(0.001, 1e6), 30)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => terminal.print(text.trimEnd()),
      writeErr: (text) => terminal.complain(text.trimEnd()),
    })
    .parse(args, { from: 'user' })
    .opts<SharedOptions>();
}

function report(
  terminal: Terminal,
  results: readonly Measured[],
  { processes, every }: SharedOptions,
): void {
  const figures = ({ wait, loads }: Pick<ProcessesOutcome, 'wait' | 'loads'>): string =>
    `${wait.toFixed(1)} / ${loads.toFixed(2)}`;
  const ways = ['alone', 'sharing', 'one'] as const;
  const rows = results.map((result) => [
    result.trace,
    count(result.alone.requests),
    ...ways.map((way) => figures(result[way])),
  ]);
  const means = ways.map((way) =>
    figures({
      wait: mean(results.map(({ [way]: outcome }) => outcome.wait)),
      loads: mean(results.map(({ [way]: outcome }) => outcome.loads)),
    }),
  );
  terminal.print(
    `Mean wait in % of a load / loads a request, ${counted(results.length, 'trace')}, ${processes} processes, an exchange every ${every} s`,
  );
  const head = ['trace', 'requests', 'alone', 'sharing', 'one process for all'];
  terminal.print(table(terminal, head, [...rows, ['mean', '', ...means]]));
}
