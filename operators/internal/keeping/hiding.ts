import { EMPTY, filter, fromEvent, merge, type Observable } from 'rxjs';
import { isTarget } from '../isTarget.js';

/** The parts of a document that are used. A program may have put less than a document there. */
type Page = EventTarget & {
  readonly visibilityState: string;
  readonly defaultView?: EventTarget | null;
};

/**
 * Emits when the page becomes hidden or is left, which may be the last moment of its life. Never
 * emits where there is no document.
 */
export function hiding(): Observable<unknown> {
  const { document: page } = globalThis as { readonly document?: Partial<Page> };
  if (!isTarget(page)) return EMPTY;
  const { defaultView } = page as Page;
  return merge(
    fromEvent(page, 'visibilitychange').pipe(
      filter(() => (page as Page).visibilityState === 'hidden'),
    ),
    // Some browsers leave a page without `visibilitychange`.
    isTarget(defaultView) ? fromEvent(defaultView, 'pagehide') : EMPTY,
  );
}
