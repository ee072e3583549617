import { hitRate, loadsPerRequest } from 'rxjs-prefetch-cache';
import { describeFile } from '../shared/describeFile.js';
import { counted, microseconds, milliseconds, percent, size } from '../shared/numbers.js';
import type { MotFile } from '../shared/openMot.js';
import { table } from '../shared/table.js';
import { styled, type Terminal } from '../shared/terminal.js';
import type { FunctionTime } from './functionTimes.js';
import type { PartFigures } from './measureParts.js';
import type { MemoryFigures } from './measureMemory.js';
import { possibleJumps, type PatternFigures } from './measurePattern.js';
import { placeOf } from './placeOf.js';

/** Prints what will be done. */
export function reportSetting(terminal: Terminal, file: MotFile, isNew: boolean): void {
  terminal.print(styled(terminal, 'bold', 'rxjs-prefetch-cache: where the time goes'));
  terminal.print();
  terminal.print(`File     ${describeFile(file, isNew)}`);
  terminal.print(
    `Cache    keeps 100 frames, loads 8 ahead at once; dynamicData with the jumps ${possibleJumps.join(' ')}`,
  );
}

/** Prints the stats of each pattern. */
export function reportPatterns(terminal: Terminal, figures: readonly PatternFigures[]): void {
  const [first] = figures;
  if (!first) return;
  const head = ['pattern', 'hit rate', 'joins', 'loads/request', 'mean wait', 'p95 wait', 'time'];
  const rows = figures.map(({ name, requests, time, stats }) => [
    name,
    percent(hitRate(stats)),
    percent(stats.joins / requests),
    loadsPerRequest(stats).toFixed(2),
    milliseconds(stats.wait.mean, 2),
    milliseconds(stats.wait.p95, 2),
    milliseconds(time),
  ]);
  const manner =
    first.pause > 0 ? `with ${first.pause} ms to look at each frame` : 'without a pause';
  title(terminal, `Patterns: ${counted(first.requests, 'request')} each, ${manner}`);
  terminal.print(table(terminal, head, rows));
}

/** Prints the time of each part alone. */
export function reportParts(terminal: Terminal, figures: readonly PartFigures[]): void {
  title(terminal, 'Parts, each by itself');
  terminal.print(
    table(
      terminal,
      ['part', 'call', 'time'],
      figures.map(({ part, call, time }) => [part, call, microseconds(time)]),
    ),
  );
}

/** Prints the memory in use. */
export function reportMemory(
  terminal: Terminal,
  { index, frames, cache, heap, process }: MemoryFigures,
): void {
  const rows = [
    ['index of the file', size(index)],
    [`a cache of ${counted(frames, 'frame')}`, size(cache)],
    ['heap in use', size(heap)],
    ['the process', size(process)],
  ];
  title(terminal, 'Memory');
  terminal.print(table(terminal, ['what', 'size'], rows));
}

/** Prints the functions that took the time of the patterns. */
export function reportFunctions(
  terminal: Terminal,
  times: readonly FunctionTime[],
  path: string,
): void {
  for (const order of ['self', 'cumulative'] as const) {
    const top = [...times].sort((a, b) => b[order] - a[order]).slice(0, 15);
    const rows = top.map((time) => [
      time.name,
      milliseconds(time.self),
      milliseconds(time.cumulative),
      placeOf(time),
    ]);
    title(terminal, `The 15 functions with the most ${order} time, without a pause`);
    terminal.print(table(terminal, ['function', 'self', 'cumulative', 'where'], rows));
  }
  terminal.print();
  terminal.print(`Written: ${path}, for the performance panel of a browser or an editor`);
}

function title(terminal: Terminal, text: string): void {
  terminal.print();
  terminal.print(styled(terminal, 'bold', text));
}
