import { defer, from, map, merge, of, take, type Observable } from 'rxjs';
import type { Answer } from '../../../src/keeping/modelStorage.js';
import { isPromise } from '../../../src/structures/isPromise.js';
import { after, type Timer } from '../timerOf.js';

/**
 * The answer of a storage: in the call that subscribes, unless it is a promise. An error if it
 * throws, rejects, or does not come within `timeout` ms.
 */
export function ask<T>(call: () => Answer<T>, timeout: number, timer: Timer): Observable<T> {
  return merge(
    defer(() => {
      const answer = call();
      return isPromise(answer) ? from(answer) : of(answer);
    }),
    after(timeout, timer).pipe(
      map(() => {
        throw new Error(`The storage did not answer within ${timeout} ms`);
      }),
    ),
  ).pipe(take(1));
}
