import { distinctUntilChanged, Observable } from 'rxjs';
import { isTarget } from './isTarget.js';

/** The members of a page that conditions read. Node and workers have fewer of them. */
export interface Page {
  readonly document?: { readonly visibilityState?: unknown } | null;
  readonly navigator?: {
    readonly onLine?: unknown;
    readonly connection?: { readonly saveData?: unknown } | null;
  } | null;
}

/**
 * A condition of the page: its present value, and then each change. True where the page does not
 * know it.
 *
 * @param targetOf - what sends the events
 */
export function pageCondition(
  targetOf: (page: Page) => unknown,
  events: readonly string[],
  isTrue: (page: Page) => boolean,
): Observable<boolean> {
  return new Observable<boolean>((subscriber) => {
    const page = globalThis as Page;
    const target = targetOf(page);
    const emit = (): void => subscriber.next(isTrue(page));
    if (isTarget(target))
      for (const event of events) {
        target.addEventListener(event, emit);
        subscriber.add(() => target.removeEventListener(event, emit));
      }
    emit();
  }).pipe(distinctUntilChanged());
}
