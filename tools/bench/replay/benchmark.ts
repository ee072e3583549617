import { writeFileSync } from 'node:fs';
import { concatMap, defer, map, of, toArray, type Observable } from 'rxjs';
import { showProgress } from '../../../demos/shared/showProgress.js';
import type { Terminal } from '../../../demos/shared/terminal.js';
import { capacityOf } from '../../../src/replay/capacityOf.js';
import { chooseTraces } from './chooseTraces.js';
import { contenders } from './contenders.js';
import { harmCells, measureHarm } from './harmCells.js';
import { parseOptions, type BenchOptions } from './parseOptions.js';
import { drawPictures } from './pictures/drawPictures.js';
import { reportHarm } from './reportHarm.js';
import { reportSetting, reportSystems, reportTraces, reportYesterdays } from './report.js';
import { makeRuns, type Run } from './runs.js';
import type { Trace } from './trace.js';
import type { Setting } from '../../../src/replay/types.js';
import { updatePage } from './updatePage.js';
import { measureYesterdays, type Yesterday } from './yesterday.js';

/** At least as many items are kept: with fewer, a trace of few keys would be a trial of its own. */
const LEAST = 64;

/**
 * The bench: each contender on each trace.
 *
 * @throws CommanderError | Error (as errors of the observable) for wrong options, traces and files
 */
export function benchmark(args: readonly string[], terminal: Terminal): Observable<void> {
  return defer(() => {
    const options = parseOptions(args, terminal);
    const traces = chooseTraces(options);
    if (options.harm) return findHarm(traces, options, terminal);
    reportSetting(terminal, options, traces);
    const runs = runsOf(traces, options);
    return makeRuns(runs).pipe(
      showProgress(terminal, { label: 'Replaying', total: runs.length }),
      toArray(),
      concatMap((results) =>
        yesterdaysOf(traces, options, terminal).pipe(
          map((yesterdays) => ({ results, yesterdays })),
        ),
      ),
      map(({ results, yesterdays }) => {
        reportTraces(terminal, results);
        reportSystems(terminal, results);
        reportYesterdays(terminal, yesterdays);
        writeFigures(options, { results, yesterdays });
        if (options.pictures !== undefined) drawPictures(options.pictures, results);
        if (options.page !== undefined) updatePage(options.page, results, yesterdays);
      }),
    );
  });
}

function findHarm(
  traces: readonly Trace[],
  options: BenchOptions,
  terminal: Terminal,
): Observable<void> {
  const { systems = ['auto'] } = options;
  const suspects = contenders.filter(({ name }) => systems.includes(name));
  const cells = harmCells(traces, suspects);
  return measureHarm(cells).pipe(
    showProgress(terminal, { label: 'Comparing', total: cells.length }),
    toArray(),
    map((harms) => {
      reportHarm(terminal, harms);
      const results = harms.map(({ trace, suspect, setting, ...waits }) => ({
        trace: trace.name,
        name: suspect.name,
        ...setting,
        ...waits,
      }));
      writeFigures(options, { results });
    }),
  );
}

/** What yesterday's models are worth, where `auto` takes part. */
function yesterdaysOf(
  traces: readonly Trace[],
  options: BenchOptions,
  terminal: Terminal,
): Observable<Yesterday[]> {
  if (options.systems?.includes('auto') === false) return of([]);
  const days = traces.map((trace) => ({ trace, setting: settingOf(trace, options) }));
  return measureYesterdays(days).pipe(
    showProgress(terminal, { label: 'Remembering', total: days.length }),
    toArray(),
  );
}

function writeFigures(options: BenchOptions, figures: object): void {
  if (options.json === undefined) return;
  // JSON has no word for it.
  const named = (_key: string, value: unknown) => (value === Infinity ? 'Infinity' : value);
  writeFileSync(options.json, `${JSON.stringify({ options, ...figures }, named, 1)}\n`);
}

function runsOf(traces: readonly Trace[], options: BenchOptions): Run[] {
  const { systems, sweep } = options;
  const chosen = contenders.filter(({ name }) => systems?.includes(name) ?? true);
  return traces.flatMap((trace) => {
    const setting = settingOf(trace, options);
    return chosen.flatMap(({ name, values, usual, system }) =>
      (sweep || usual === undefined ? values : [usual]).map((value) => ({
        trace,
        name,
        value,
        system: system(value),
        setting,
      })),
    );
  });
}

function settingOf(trace: Trace, { slots, capacity, abort, bandwidth }: BenchOptions): Setting {
  const { load, think } = trace;
  return {
    load,
    think,
    capacity: capacityOf(trace, capacity, LEAST),
    slots,
    canAbort: abort,
    isShared: bandwidth,
  };
}
