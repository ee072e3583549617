import type { Observable } from 'rxjs';
import { pageCondition } from './internal/pageCondition.js';

/**
 * Whether the browser is online, for `enabled$`: no prefetches that can only fail.
 *
 * Emits the present value of `navigator.onLine` on subscription, and then each change. True where it
 * is not known, as on Node. A browser that is online may still have no way to your server.
 */
export function whenOnline(): Observable<boolean> {
  return pageCondition(
    (page) => page,
    ['online', 'offline'],
    ({ navigator }) => navigator?.onLine !== false,
  );
}
