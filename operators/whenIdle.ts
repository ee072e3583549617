import { Observable } from 'rxjs';

/** The part of a window that tells when it is idle. */
interface IdlePage {
  requestIdleCallback?(call: () => void): number;
  cancelIdleCallback?(id: number): void;
}

/**
 * False until the page is idle for the first time after the subscription, and then true, for
 * `enabled$`: prefetching begins when the page has been built.
 *
 *     page        busy------idle-busy-idle-
 *     whenIdle()  f---------(t|)
 *
 * It does not become false again: an idle period lasts some milliseconds, and its end would abort
 * each prefetch. True at once where there is no `requestIdleCallback`: on Node, and in Safari.
 */
export function whenIdle(): Observable<boolean> {
  return new Observable((subscriber) => {
    const page = globalThis as IdlePage;
    const end = (): void => {
      subscriber.next(true);
      subscriber.complete();
    };
    if (typeof page.requestIdleCallback !== 'function') return end();
    subscriber.next(false);
    if (subscriber.closed) return;
    const id = page.requestIdleCallback(end);
    return () => page.cancelIdleCallback?.(id);
  });
}
