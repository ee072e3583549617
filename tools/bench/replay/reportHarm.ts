import { counted, percent } from '../../../demos/shared/numbers.js';
import { table } from '../../../demos/shared/table.js';
import type { Terminal } from '../../../demos/shared/terminal.js';
import type { Harm } from './harmCells.js';

/** By how much longer a reader may wait than without prefetching: a share of that. */
const TOLERANCE = 0.02;

/**
 * Says in which cells a reader waits longer than without prefetching by more than is tolerated; and
 * the worst one, if there is none.
 */
export function reportHarm(terminal: Terminal, harms: readonly Harm[]): void {
  const sorted = [...harms].sort((a, b) => b.share - a.share);
  const over = sorted.filter(({ share }) => share > TOLERANCE);
  terminal.print(
    `${counted(harms.length, 'setting')}, of which ${over.length} with a wait more than ${percent(TOLERANCE)} above that without prefetching`,
  );
  terminal.print(over.length > 0 ? 'Those, in % of one load:' : 'The worst, in % of one load:');
  const head = [
    'more',
    'wait',
    'without',
    'system',
    'trace',
    'slots',
    'load / think',
    'capacity',
    'source',
  ];
  terminal.print(table(terminal, head, sorted.slice(0, Math.max(over.length, 1)).map(rowOf)));
}

function rowOf({
  trace,
  setting: { load, think, slots, capacity, isShared, canAbort },
  suspect,
  wait,
  without,
  share,
}: Harm): string[] {
  const source = isShared
    ? `shared bandwidth${canAbort ? '' : ', loads run on'}`
    : 'loads side by side';
  const figures = [percent(share), wait.toFixed(1), without.toFixed(1)];
  return [
    ...figures,
    suspect.name,
    trace.name,
    String(slots),
    String(+(load / think).toPrecision(3)),
    String(capacity),
    source,
  ];
}
