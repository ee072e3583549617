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
import { sameKey } from '../options.js';
import { errorOf } from './errorOf.js';
import type { Wanted } from './resourceState.js';

/** The wanted key of a resource as it changes. */
export interface WantedKeys<K> {
  readonly wanted: Signal<Wanted<K>>;
  /** Calls `ask` with each wanted key, until the injector is destroyed. */
  readonly follow: (ask: (wanted: Wanted<K>) => void) => void;
}

/**
 * Follows a signal, or a function that reads signals.
 *
 * `wanted` changes at once; `ask` is called in an effect, with the next change detection.
 */
export function signalKeys<K>(read: () => K | undefined, injector: Injector): WantedKeys<K> {
  const isEqual = (one: Wanted<K>, other: Wanted<K>): boolean =>
    sameKey(one.key, other.key) && one.error === other.error;
  const wanted = computed(() => readKey(read), { equal: isEqual });
  return {
    wanted,
    follow(ask) {
      const askForWanted = (): void => {
        const next = wanted();
        untracked(() => ask(next));
      };
      effect(askForWanted, { injector });
    },
  };
}

/** Follows an observable: no key before its first value, the last key after its end. */
export function observableKeys<K>(
  key$: Observable<K | undefined>,
  injector: Injector,
): WantedKeys<K> {
  const wanted = signal<Wanted<K>>({ key: undefined });
  return {
    wanted,
    follow(ask) {
      const want = (next: Wanted<K>): void => {
        wanted.set(next);
        ask(next);
      };
      key$.pipe(takeUntilDestroyed(injector.get(DestroyRef))).subscribe({
        next: (key) => want({ key }),
        error: (error: unknown) => want({ key: undefined, error: errorOf(error) }),
      });
    },
  };
}

function readKey<K>(read: () => K | undefined): Wanted<K> {
  try {
    return { key: read() };
  } catch (error) {
    return { key: undefined, error: errorOf(error) };
  }
}
