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
   * Calls `request` with each change, until the injector is destroyed or the returned function is
   * called. That function also makes `wanted` nothing, for ever.
   */
  readonly follow: (request: (wanted: W) => void) => () => void;
}

/**
 * Follows a function that reads signals.
 *
 * `wanted` changes at once; `request` is called in an effect, with the next change detection.
 *
 * @param nothing - what is wanted after the end
 * @param read - must not throw
 * @param equal - whether two values want the same
 */
export function signalKeys<W>(
  nothing: W,
  read: () => W,
  equal: (one: W, other: W) => boolean,
  injector: Injector,
): WantedKeys<W> {
  const hasEnded = signal(false);
  const wanted = computed(() => (hasEnded() ? nothing : read()), { equal });
  return {
    wanted,
    follow(request) {
      const requestWanted = (): void => {
        const next = wanted();
        untracked(() => request(next));
      };
      const requesting = effect(requestWanted, { injector });
      return () => {
        requesting.destroy();
        hasEnded.set(true);
      };
    },
  };
}

/**
 * Follows an observable: the last value stays after its end.
 *
 * @param nothing - what is wanted before its first value
 * @param failed - what is wanted after its error
 */
export function observableKeys<T, W>(
  nothing: W,
  source$: Observable<T>,
  toWanted: (value: T) => W,
  failed: (error: Error) => W,
  injector: Injector,
): WantedKeys<W> {
  // Each value is a request, also an equal one.
  const wanted = signal(nothing, { equal: () => false });
  return {
    wanted,
    follow(request) {
      const want = (next: W): void => {
        wanted.set(next);
        request(next);
      };
      const reading = source$.pipe(takeUntilDestroyed(injector.get(DestroyRef))).subscribe({
        next: (value) => want(toWanted(value)),
        error: (error: unknown) => want(failed(errorOf(error))),
      });
      return () => {
        reading.unsubscribe();
        wanted.set(nothing);
      };
    },
  };
}
