import { signal, untracked, type Signal } from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import { interval } from 'rxjs';

/** Half a minute. */
const historyLength = 60;

/** What a number was over the last half minute, looked at twice a second; the latest last. */
export function injectHistory<T>(look: (before: T | undefined) => T): Signal<readonly T[]> {
  const values = signal<readonly T[]>([]);
  interval(500)
    .pipe(takeUntilDestroyed())
    .subscribe(() =>
      values.update((past) => [
        ...past.slice(1 - historyLength),
        untracked(() => look(past.at(-1))),
      ]),
    );
  return values.asReadonly();
}
