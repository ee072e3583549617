import { setImmediate } from 'node:timers/promises';
import { concatMap, defer, from, map, toArray, type Observable } from 'rxjs';
import { count, counted } from '../../../demos/shared/numbers.js';
import { showProgress } from '../../../demos/shared/showProgress.js';
import { table } from '../../../demos/shared/table.js';
import type { Terminal } from '../../../demos/shared/terminal.js';
import { chooseTraces } from '../replay/chooseTraces.js';
import { mean } from '../replay/mean.js';
import type { Trace } from '../replay/trace.js';
import { settingOf, traceCommand, type TraceOptions } from '../replay/traceCommand.js';
import { trainAndRead, type Compared, type Trained } from './trainAndRead.js';

/**
 * The bench of trained models: each trace.
 *
 * @throws CommanderError | Error (as errors of the observable) for wrong options and traces
 */
export function measureTrained(args: readonly string[], terminal: Terminal): Observable<void> {
  return defer(() => {
    const options = parseTrainedOptions(args, terminal);
    const traces = chooseTraces(options);
    return from(traces).pipe(
      concatMap((trace) => measure(trace, options)),
      showProgress(terminal, { label: 'Learning', total: traces.length }),
      toArray(),
      map((results) => report(terminal, results)),
    );
  });
}

interface Measured extends Trained {
  readonly trace: string;
}

async function measure(trace: Trace, options: TraceOptions): Promise<Measured> {
  // So that the progress is drawn, and an interrupt is heard.
  await setImmediate();
  return { trace: trace.name, ...(await trainAndRead(trace, settingOf(trace, options))) };
}

function parseTrainedOptions(args: readonly string[], terminal: Terminal): TraceOptions {
  return traceCommand(
    terminal,
    'trained',
    'What a model of other sessions is worth, in virtual time.',
  )
    .parse(args, { from: 'user' })
    .opts<TraceOptions>();
}

function report(terminal: Terminal, results: readonly Measured[]): void {
  const compared = ({ fresh, trained }: Compared<Figures>): string[] =>
    [fresh, trained].map(({ wait, loads }) => `${wait.toFixed(1)} / ${loads.toFixed(2)}`);
  const rows = results.map(({ trace, learned, read, sessions, size, together, apart }) => [
    trace,
    count(learned),
    `${count(read)} in ${count(sessions)}`,
    ...compared(together),
    ...(apart ? compared(apart) : ['', '']),
    `${(size / 1000).toFixed(0)} kB`,
  ]);
  const apart = results.flatMap((result) => result.apart ?? []);
  const total = [
    ...compared(meanOf(results.map(({ together }) => together))),
    ...(apart.length > 0 ? compared(meanOf(apart)) : ['', '']),
  ];
  terminal.print(
    `Mean wait in % of a load / loads a request, ${counted(results.length, 'trace')}; on one cache, and with a cache for each session`,
  );
  const head = [
    'trace',
    'learned',
    'read',
    'anew',
    'trained',
    'each, anew',
    'each, trained',
    'model',
  ];
  terminal.print(table(terminal, head, [...rows, ['mean', '', '', ...total, '']]));
}

interface Figures {
  readonly wait: number;
  readonly loads: number;
}

function meanOf(all: readonly Compared<Figures>[]): Compared<Figures> {
  const of = (who: 'fresh' | 'trained'): Figures => ({
    wait: mean(all.map(({ [who]: figures }) => figures.wait)),
    loads: mean(all.map(({ [who]: figures }) => figures.loads)),
  });
  return { fresh: of('fresh'), trained: of('trained') };
}
