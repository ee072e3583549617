import { hitRate, loadsPerRequest } from 'rxjs-prefetch-cache';
import type { Frame } from 'rxjs-prefetch-cache/mot';
import { barChart } from '../shared/barChart.js';
import { count, counted, milliseconds, percent } from '../shared/numbers.js';
import { describeFile } from '../shared/describeFile.js';
import type { MotFile } from '../shared/openMot.js';
import { table } from '../shared/table.js';
import { styled, type Terminal } from '../shared/terminal.js';
import type { Outcome } from './compare.js';
import type { BasicOptions } from './parseOptions.js';
import type { ScriptName } from './script.js';

const readers: Readonly<Record<ScriptName, string>> = {
  person: 'a person who plays, pauses, steps back and jumps',
  sequential: 'each frame after the other',
  random: 'each 17th frame',
  jumps: 'each frame, with a leap at each fifth key',
  mixed: 'each frame, with a leap at each third key',
};

/** Prints what will be done. */
export function reportSetting(
  terminal: Terminal,
  file: MotFile,
  options: BasicOptions,
  isNew: boolean,
): void {
  const { pattern, latency, concurrency, maxKeys } = options;
  terminal.print(styled(terminal, 'bold', 'rxjs-prefetch-cache: a video, read frame by frame'));
  terminal.print();
  terminal.print(`File     ${describeFile(file, isNew)}`);
  terminal.print(`Source   the file, each frame ${latency} ms later, as from a server`);
  terminal.print(`Reader   ${readers[pattern]}`);
  terminal.print(
    `Caches   keep ${counted(maxKeys, 'frame')}, load ${count(concurrency)} ahead at once`,
  );
  terminal.print();
}

/** Prints the number of objects of a frame. */
export function reportFrame(terminal: Terminal, { frame, detections }: Frame): void {
  terminal.print(`Frame ${frame}: ${counted(detections.length, 'object')}`);
}

/** Prints the outcomes: a table, and the mean waits as bars. */
export function reportOutcomes(
  terminal: Terminal,
  outcomes: readonly Outcome[],
  pattern: ScriptName,
): void {
  const requests = outcomes[0]?.stats.requests ?? 0;
  const head = ['predictor', 'hit rate', 'mean wait', 'p95 wait', 'loads/request'];
  const rows = outcomes.map(({ name, stats }) => [
    name,
    percent(hitRate(stats)),
    milliseconds(stats.wait.mean),
    milliseconds(stats.wait.p95),
    loadsPerRequest(stats).toFixed(2),
  ]);
  const note = (text: string) => terminal.print(styled(terminal, 'dim', text));

  terminal.print();
  terminal.print(table(terminal, head, rows));
  note(`${counted(requests, 'key')} in real time, to all caches at the same moments.`);
  note('A hit is shown at once; loads/request is its price. auto begins without a model,');
  const teacher = pattern === 'person' ? '8 minutes of another person' : 'the same keys before';
  note(`and on its second visit with what it learned from ${teacher}.`);
  terminal.print();
  terminal.print(styled(terminal, 'bold', 'Mean wait for a frame'));
  const bars = outcomes.map(({ name, stats }) => ({ label: name, value: stats.wait.mean }));
  terminal.print(barChart(terminal, bars, milliseconds));
  terminal.print();
  note('Next: npm start -- --pattern sequential --latency 300; or --help for all options');
}
