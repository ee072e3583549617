import { defer, finalize, tap, type MonoTypeOperatorFunction } from 'rxjs';
import type { Terminal } from './terminal.js';

/** Options of `showProgress`. */
export interface ProgressOptions<T> {
  readonly label: string;
  /** The value at the end. */
  readonly total: number;
  /** The value after an item. @defaultValue how many there were */
  readonly reached?: (item: T, count: number) => number;
}

/** Draws the progress of a stream, which it passes on unchanged. */
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
