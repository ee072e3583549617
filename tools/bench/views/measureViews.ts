import { Command } from 'commander';
import { setImmediate } from 'node:timers/promises';
import { concatMap, defer, from, map, toArray, type Observable } from 'rxjs';
import { count, counted, percent } from '../../../demos/shared/numbers.js';
import { showProgress } from '../../../demos/shared/showProgress.js';
import { table } from '../../../demos/shared/table.js';
import type { Terminal } from '../../../demos/shared/terminal.js';
import { mean } from '../replay/mean.js';
import { list, number } from '../replay/optionValues.js';
import { generateViews } from './patterns/viewPatterns.js';
import { readViews } from './readViews.js';
import { replayViews, type ViewOutcome } from './replayViews.js';
import type { ViewTrace } from './trace.js';
import { viewSystems, type ViewContender } from './viewSystems.js';

interface ViewOptions {
  readonly traces?: string;
  readonly limit: number;
  readonly seed: number;
  readonly only?: readonly string[];
  readonly systems?: readonly string[];
  readonly slots: number;
  readonly capacity: number;
  readonly bandwidth: boolean;
}

/** What a system made of a trace. */
interface ViewResult extends ViewOutcome {
  readonly trace: ViewTrace;
  readonly name: string;
}

/**
 * The bench of views: each system on each trace.
 *
 * @throws CommanderError | Error (as errors of the observable) for wrong options and traces
 */
export function measureViews(args: readonly string[], terminal: Terminal): Observable<void> {
  return defer(() => {
    const options = parseViewOptions(args, terminal);
    const { traces: folder, limit, seed, only, systems } = options;
    const traces = (
      folder === undefined ? generateViews(limit, seed) : readViews(folder, limit)
    ).filter(({ name }) => only?.includes(name) ?? true);
    const chosen = viewSystems.filter(({ name }) => systems?.includes(name) ?? true);
    const runs = traces.flatMap((trace) => chosen.map((contender) => ({ trace, contender })));
    return from(runs).pipe(
      concatMap((run) => runOf(run, options)),
      showProgress(terminal, { label: 'Replaying', total: runs.length }),
      toArray(),
      map((results) => {
        reportTraces(terminal, traces, chosen, results);
        reportSystems(terminal, chosen, results);
      }),
    );
  });
}

async function runOf(
  { trace, contender }: { readonly trace: ViewTrace; readonly contender: ViewContender },
  { slots, capacity, bandwidth }: ViewOptions,
): Promise<ViewResult> {
  // So that the progress is drawn, and an interrupt is heard.
  await setImmediate();
  const setting = {
    load: trace.load,
    think: 0,
    capacity,
    slots,
    canAbort: true,
    isShared: bandwidth,
  };
  return { trace, name: contender.name, ...(await replayViews(contender.system, trace, setting)) };
}

function parseViewOptions(args: readonly string[], terminal: Terminal): ViewOptions {
  return new Command('npm run bench -- views')
    .description('How long something of a view is missing, in virtual time.')
    .option(
      '--traces <folder>',
      'recorded traces, `map_<name>.txt.gz`, a key, a tab and its ms a line',
    )
    .option('--limit <n>', 'views of a trace at most', number(1, 1e7, true), 1500)
    .option('--seed <n>', 'another seed, other generated views', number(0, 2 ** 31, true), 1)
    .option('--only <names>', 'traces by name, with commas', list)
    .option('--systems <names>', 'systems by name, with commas', list)
    .option('--slots <n>', 'prefetches at once', number(1, 1000, true), 4)
    .option('--capacity <n>', 'items that are kept', number(1, 1e7, true), 100)
    .option('--bandwidth', 'loads are of unequal size and share a bandwidth', false)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => terminal.print(text.trimEnd()),
      writeErr: (text) => terminal.complain(text.trimEnd()),
    })
    .parse(args, { from: 'user' })
    .opts<ViewOptions>();
}

function reportTraces(
  terminal: Terminal,
  traces: readonly ViewTrace[],
  chosen: readonly ViewContender[],
  results: readonly ViewResult[],
): void {
  terminal.print('Milliseconds in which something of a view is missing / loads a view');
  const rows = traces.map((trace) => [
    trace.name,
    count(trace.views.length),
    mean(trace.views.map(({ keys }) => keys.length)).toFixed(1),
    mean(trace.views.map(({ stay }) => stay)).toFixed(0),
    ...chosen.map(({ name }) => {
      const own = results.find((result) => result.trace === trace && result.name === name);
      return own ? `${own.wait.toFixed(0)} / ${own.loads.toFixed(2)}` : '';
    }),
  ]);
  const head = ['trace', 'views', 'keys', 'shown, ms', ...chosen.map(({ name }) => name)];
  terminal.print(table(terminal, head, rows));
}

function reportSystems(
  terminal: Terminal,
  chosen: readonly ViewContender[],
  results: readonly ViewResult[],
): void {
  const rows = chosen.map(({ name, what }) => {
    const own = results.filter((result) => result.name === name);
    const meanOf = (figure: 'wait' | 'ready' | 'never' | 'loads' | 'stopped') =>
      mean(own.map((result) => result[figure]));
    return [
      name,
      meanOf('wait').toFixed(1),
      percent(meanOf('ready')),
      percent(meanOf('never')),
      meanOf('loads').toFixed(2),
      meanOf('stopped').toFixed(2),
      what,
    ];
  });
  const traces = new Set(results.map(({ trace }) => trace)).size;
  terminal.print(`Means of ${counted(traces, 'trace')}`);
  const head = [
    'system',
    'wait, ms',
    'complete at once',
    'never',
    'loads',
    'aborted',
    'what it is',
  ];
  terminal.print(table(terminal, head, rows));
}
