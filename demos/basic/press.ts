import { concatMap, from, map, timer, type Observable, type SchedulerLike } from 'rxjs';
import type { Keystroke } from './script.js';

/** Emits each key at its time. */
export function press(
  keystrokes: readonly Keystroke[],
  scheduler: SchedulerLike,
): Observable<number> {
  return from(keystrokes).pipe(
    concatMap(({ frame, after }) => timer(after, scheduler).pipe(map(() => frame))),
  );
}
