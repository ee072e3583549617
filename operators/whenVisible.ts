import type { Observable } from 'rxjs';
import { pageCondition } from './internal/pageCondition.js';

/**
 * Whether the page is visible, for `enabled$`: no prefetching in a hidden tab.
 *
 *     page           visible---hidden---visible---
 *     whenVisible()  t---------f--------t---------
 *
 * Emits the present value on subscription, and then each change. Where there is no document (Node, a
 * worker) it is true.
 *
 * ```ts
 * const frames = prefetchCache(loadFrame, auto(), { enabled$: whenVisible() });
 * ```
 */
export function whenVisible(): Observable<boolean> {
  return pageCondition(
    ({ document }) => document,
    ['visibilitychange'],
    ({ document }) => document?.visibilityState !== 'hidden',
  );
}
