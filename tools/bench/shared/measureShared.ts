import { setImmediate } from 'node:timers/promises';
import { concatMap, defer, from, map, toArray, type Observable } from 'rxjs';
import { count, counted } from '../../../demos/shared/numbers.js';
import { showProgress } from '../../../demos/shared/showProgress.js';
import { table } from '../../../demos/shared/table.js';
import type { Terminal } from '../../../demos/shared/terminal.js';
import { chooseTraces } from '../replay/chooseTraces.js';
import { mean } from '../replay/mean.js';
import { number } from '../replay/optionValues.js';
import type { Trace } from '../replay/trace.js';
import { settingOf, traceCommand, type TraceOptions } from '../replay/traceCommand.js';
import { partsOf, replayProcesses, type ProcessesOutcome } from './replayProcesses.js';

interface SharedOptions extends TraceOptions {
  readonly processes: number;
  readonly every: number;
}

interface Measured {
  readonly trace: string;
  readonly alone: ProcessesOutcome;
  readonly sharing: ProcessesOutcome;
  readonly one: ProcessesOutcome;
}

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

async function measure(trace: Trace, options: SharedOptions): Promise<Measured> {
  // So that the progress is drawn, and an interrupt is heard.
  await setImmediate();
  const setting = settingOf(trace, options);
  const parts = partsOf(trace, options.processes);
  return {
    trace: trace.name,
    alone: await replayProcesses(parts, setting, undefined),
    sharing: await replayProcesses(parts, setting, { every: options.every * 1000 }),
    one: await replayProcesses(partsOf(trace, 1), setting, undefined),
  };
}

function parseSharedOptions(args: readonly string[], terminal: Terminal): SharedOptions {
  const description = 'What it is worth that processes share what they learn, in virtual time.';
  return traceCommand(terminal, 'shared', description)
    .option('--processes <n>', 'processes that share', number(2, 64, true), 8)
    .option('--every <seconds>', 'seconds between exchanges', number(0.001, 1e6), 30)
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
