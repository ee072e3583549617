import { distinctUntilChanged, Observable } from 'rxjs';
import { checkMethods } from '../src/options.js';

/**
 * Whether all conditions are true, for `enabled$`.
 *
 *     whenVisible()    t-----f---------t---
 *     whenOnline()     t--------f--t-------
 *     allOf(of both)   t-----f---------t---
 *
 * A condition is true until its first value, as `enabled$` is. Emits on subscription, and then each
 * change; completes when all conditions have. The error of a condition is an error of all, after
 * which a cache keeps the last value. Without conditions it is true.
 *
 * ```ts
 * const enabled$ = allOf(whenVisible(), whenOnline(), unlessSaveData());
 * ```
 *
 * @throws TypeError for what is no observable
 */
export function allOf(...conditions: readonly Observable<boolean>[]): Observable<boolean> {
  for (const condition of conditions) checkMethods('a condition', condition, ['subscribe']);
  const all$ = new Observable<boolean>((subscriber) => {
    const values = conditions.map(() => true);
    let open = conditions.length + 1;
    const emit = (): void => {
      // All conditions have been subscribed.
      if (isReady) subscriber.next(values.every(Boolean));
    };
    const complete = (): void => {
      if (--open === 0) subscriber.complete();
    };
    let isReady = false;
    conditions.forEach((condition, i) => {
      subscriber.add(
        condition.subscribe({
          next(value) {
            values[i] = value;
            emit();
          },
          error: (error: unknown) => subscriber.error(error),
          complete,
        }),
      );
    });
    isReady = true;
    emit();
    complete();
  });
  return all$.pipe(distinctUntilChanged());
}
