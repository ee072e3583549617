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
 * Runs a demo and resolves with the exit code: 0, 1 after an error, or 130 after an interrupt.
 *
 * An error prints one line. An interrupt unsubscribes, which closes files, ends timers and shows
 * the cursor again.
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
    if (error instanceof CommanderError) return error.exitCode; // has printed it
    terminal.complain(`error: ${error instanceof Error ? error.message : String(error)}`);
    return 1;
  }
}

/** Ctrl-C, SIGTERM, or a closed output, as by `head`. */
export function interrupts(): Observable<unknown> {
  return merge(
    fromEvent(process, 'SIGINT'),
    fromEvent(process, 'SIGTERM'),
    fromEvent(process.stdout, 'error'),
  );
}
