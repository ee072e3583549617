import {
  computed,
  DestroyRef,
  effect,
  signal,
  untracked,
  type Injector,
  type Signal,
} from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import type { Observable } from 'rxjs';
import { errorOf } from './errorOf.js';

/** What is wanted, as it changes: a key, or the keys of a view. */
export interface WantedKeys<W> {
  readonly wanted: Signal<W>;
  /**
   * Calls `ask` with each change, until the injector is destroyed or the returned function is
   * called.
   */
  readonly follow: (ask: (wanted: W) => void) => () => void;
}

/**
 * Follows a function that reads signals.
 *
 * `wanted` changes at once; `ask` is called in an effect, with the next change detection.
 *
 * @param read - must not throw
 * @param equal - whether two values want the same
 */
export function signalKeys<W>(
  read: () => W,
  equal: (one: W, other: W) => boolean,
  injector: Injector,
): WantedKeys<W> {
  const wanted = computed(read, { equal });
  return {
    wanted,
    follow(ask) {
      const askForWanted = (): void => {
        const next = wanted();
        untracked(() => ask(next));
      };
      const asking = effect(askForWanted, { injector });
      return () => asking.destroy();
    },
  };
}

/**
 * Follows an observable: `initial` before its first value, the last value after its end.
 *
 * @param failed - what is wanted after its error
 */
export function observableKeys<T, W>(
  source$: Observable<T>,
  initial: W,
  toWanted: (value: T) => W,
  failed: (error: Error) => W,
  injector: Injector,
): WantedKeys<W> {
  // Each value is a request, also an equal one.
  const wanted = signal(initial, { equal: () => false });
  return {
    wanted,
    follow(ask) {
      const want = (next: W): void => {
        wanted.set(next);
        ask(next);
      };
      const reading = source$.pipe(takeUntilDestroyed(injector.get(DestroyRef))).subscribe({
        next: (value) => want(toWanted(value)),
        error: (error: unknown) => want(failed(errorOf(error))),
      });
      return () => reading.unsubscribe();
    },
  };
}
