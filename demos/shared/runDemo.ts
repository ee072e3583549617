import { CommanderError } from 'commander';
import {
  endWith,
  firstValueFrom,
  fromEvent,
  ignoreElements,
  map,
  merge,
  type Observable,
} from 'rxjs';
import type { Terminal } from './terminal.js';

/**
 * Runs a demo to its end and says the exit code: 0, 1 after an error, which is one line, or 130 if
 * it was interrupted.
 *
 * An interrupt unsubscribes, which closes files, ends timers and gives the cursor back.
 *
 * @param interrupt$ - ends the demo early
 */
export async function runDemo(
  demo$: Observable<unknown>,
  terminal: Terminal,
  interrupt$: Observable<unknown>,
): Promise<number> {
  const interrupted$ = interrupt$.pipe(map(() => 130));
  const done$ = demo$.pipe(ignoreElements(), endWith(0));
  try {
    return await firstValueFrom(merge(interrupted$, done$), { defaultValue: 0 });
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode; // has said it by itself
    terminal.complain(`error: ${error instanceof Error ? error.message : String(error)}`);
    return 1;
  }
}

/** Ctrl-C, a polite kill, and a reader of our output that has gone, as `head` goes. */
export function interrupts(): Observable<unknown> {
  return merge(
    fromEvent(process, 'SIGINT'),
    fromEvent(process, 'SIGTERM'),
    fromEvent(process.stdout, 'error'),
  );
}
