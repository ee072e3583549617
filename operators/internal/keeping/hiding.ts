import { EMPTY, filter, fromEvent, merge, type Observable } from 'rxjs';

/** The part of a document that is used; absent on Node and in workers. */
type Page = EventTarget & { readonly visibilityState: string };

/**
 * Emits when the page becomes hidden or is left, which may be the last moment of its life. Never
 * emits where there is no document.
 */
export function hiding(): Observable<unknown> {
  const page = (globalThis as { readonly document?: Page }).document;
  if (!page) return EMPTY;
  return merge(
    fromEvent(page, 'visibilitychange').pipe(filter(() => page.visibilityState === 'hidden')),
    // Some browsers leave a page without `visibilitychange`.
    fromEvent(globalThis as unknown as EventTarget, 'pagehide'),
  );
}
