import { setImmediate } from 'node:timers/promises';
import { concatMap, from, type Observable } from 'rxjs';
import { capacityOf } from '../../../src/replay/capacityOf.js';
import { contenders, type Contender } from './contenders.js';
import { replay } from '../../../src/replay/replay.js';
import type { Trace } from './trace.js';
import type { Setting } from '../../../src/replay/types.js';

/** A trace in a setting, with a system that is suspected. */
export interface Cell {
  readonly trace: Trace;
  readonly setting: Setting;
  readonly suspect: Contender;
}

/** What came of it: mean waits in percent of one load. */
export interface Harm extends Cell {
  readonly wait: number;
  /** With the better of the caches that load nothing ahead. */
  readonly without: number;
  /** By how much longer the reader waits: a share, below 0 if shorter. */
  readonly share: number;
}

const slots = [2, 4, 8] as const;
/** The time of a load in looks at an item. */
const ratios = [0.1, 0.3, 1, 3, 10] as const;
/** Percent of the keys of a trace. */
const capacities = [1, 5, 20] as const;
const LEAST = 8;

/** Loads that share nothing do nobody harm, so whether they can be stopped makes no difference. */
const sources = [
  { isShared: false, canAbort: true },
  { isShared: true, canAbort: true },
  { isShared: true, canAbort: false },
] as const;

/** Slots × ratios × capacities × sources. */
export function harmCells(traces: readonly Trace[], suspects: readonly Contender[]): Cell[] {
  const settings = (trace: Trace): Setting[] =>
    slots.flatMap((count) =>
      ratios.flatMap((ratio) =>
        capacities.flatMap((percent) =>
          sources.map((source) => ({
            load: trace.load,
            think: trace.load / ratio,
            capacity: capacityOf(trace, percent, LEAST),
            slots: count,
            ...source,
          })),
        ),
      ),
    );
  return suspects.flatMap((suspect) =>
    traces.flatMap((trace) => settings(trace).map((setting) => ({ trace, setting, suspect }))),
  );
}

/** Compares the suspect of each cell with loading nothing ahead. */
export function measureHarm(cells: readonly Cell[]): Observable<Harm> {
  const innocent = contenders.filter(({ kind }) => kind === 'none');
  return from(cells).pipe(
    concatMap(async (cell) => {
      const { trace, setting, suspect } = cell;
      // So that the progress is drawn, and an interrupt is heard.
      await setImmediate();
      const waitOf = async ({ system, usual = 0 }: Contender) =>
        (await replay(system(usual), trace.keys, setting)).wait;
      const waits: number[] = [];
      for (const contender of innocent) waits.push(await waitOf(contender));
      const [wait, without] = [await waitOf(suspect), Math.min(...waits)];
      return { ...cell, wait, without, share: wait === without ? 0 : wait / without - 1 };
    }),
  );
}
