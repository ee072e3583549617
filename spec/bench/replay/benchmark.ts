import { writeFileSync } from 'node:fs';
import { defer, map, toArray, type Observable } from 'rxjs';
import { showProgress } from '../../../demos/shared/showProgress.js';
import type { Terminal } from '../../../demos/shared/terminal.js';
import { capacityOf } from './capacityOf.js';
import { chooseTraces } from './chooseTraces.js';
import { contenders } from './contenders.js';
import { harmCells, measureHarm } from './harmCells.js';
import { parseOptions, type BenchOptions } from './parseOptions.js';
import { drawPictures } from './pictures/drawPictures.js';
import { reportHarm } from './reportHarm.js';
import { reportSetting, reportSystems, reportTraces } from './report.js';
import { makeRuns, type Run } from './runs.js';
import type { Trace } from './trace.js';
import { updatePage } from './updatePage.js';

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
      map((results) => {
        reportTraces(terminal, results);
        reportSystems(terminal, results);
        writeFigures(options, results);
        if (options.pictures !== undefined) drawPictures(options.pictures, results);
        if (options.page !== undefined) updatePage(options.page, results);
      }),
    );
  });
}

function findHarm(traces: readonly Trace[], options: BenchOptions, terminal: Terminal): Observable<void> {
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
      writeFigures(options, results);
    }),
  );
}

function writeFigures(options: BenchOptions, results: readonly object[]): void {
  if (options.json === undefined) return;
  // JSON has no word for it.
  const named = (_key: string, value: unknown) => (value === Infinity ? 'Infinity' : value);
  writeFileSync(options.json, `${JSON.stringify({ options, results }, named, 1)}\n`);
}

function runsOf(traces: readonly Trace[], { systems, slots, capacity, abort, bandwidth, sweep }: BenchOptions): Run[] {
  const chosen = contenders.filter(({ name }) => systems?.includes(name) ?? true);
  return traces.flatMap((trace) => {
    const { load, think } = trace;
    const setting = { load, think, capacity: capacityOf(trace, capacity, LEAST), slots, canAbort: abort, isShared: bandwidth };
    return chosen.flatMap(({ name, values, usual, system }) =>
      (sweep || usual === undefined ? values : [usual]).map((value) => ({ trace, name, value, system: system(value), setting })),
    );
  });
}
