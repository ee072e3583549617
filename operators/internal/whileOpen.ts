import { Observable, type Subscriber } from 'rxjs';
import { ClosedError } from '../../src/errors.js';
import type { Parts } from './parts.js';

/** An observable of a cache; once the cache is closed, subscribing to it errors. */
export function whileOpen<K, V, T>(parts: Parts<K, V>, subscribe: (subscriber: Subscriber<T>) => void): Observable<T> {
  return new Observable((subscriber) => {
    if (parts.closed) subscriber.error(new ClosedError());
    else subscribe(subscriber);
  });
}
