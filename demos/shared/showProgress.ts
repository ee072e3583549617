import { defer, finalize, tap, type MonoTypeOperatorFunction } from 'rxjs';
import type { Terminal } from './terminal.js';

/** What to show of a stream. */
export interface ProgressOptions<T> {
  readonly label: string;
  /** The value at the end. */
  readonly total: number;
  /** The value after an item. @defaultValue how many there were */
  readonly reached?: (item: T, count: number) => number;
}

/** Draws how far a stream is, from its subscription to its end, and passes it on as it is. */
export function showProgress<T>(
  terminal: Terminal,
  { label, total, reached = (_item, count) => count }: ProgressOptions<T>,
): MonoTypeOperatorFunction<T> {
  return (source) =>
    defer(() => {
      const bar = terminal.startBar(label, total);
      let count = 0;
      return source.pipe(
        tap((item) => bar.update(reached(item, ++count))),
        finalize(() => bar.stop()),
      );
    });
}
