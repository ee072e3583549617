import { setImmediate } from 'node:timers/promises';
import { concatMap, from, type Observable } from 'rxjs';
import { replay, type Outcome } from '../../../src/replay/replay.js';
import type { Trace } from './trace.js';
import type { Setting, System } from '../../../src/replay/types.js';

/** One run that is to be made. */
export interface Run {
  readonly trace: Trace;
  /** The name of the contender. */
  readonly name: string;
  /** The value of its knob. */
  readonly value: number;
  readonly system: System;
  readonly setting: Setting;
}

/** What came of it. */
export interface Result extends Outcome, Setting {
  readonly trace: string;
  readonly name: string;
  readonly value: number;
}

/** Makes runs, one after the other. */
export function makeRuns(runs: readonly Run[]): Observable<Result> {
  return from(runs).pipe(
    concatMap(async ({ trace, name, value, system, setting }) => {
      // So that the progress is drawn, and an interrupt is heard.
      await setImmediate();
      return {
        trace: trace.name,
        name,
        value,
        ...setting,
        ...(await replay(system, trace.keys, setting)),
      };
    }),
  );
}
