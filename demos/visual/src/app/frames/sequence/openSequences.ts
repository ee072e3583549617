import { defer, finalize, map, switchMap, type Observable } from 'rxjs';
import type { Opening, Sequence } from './sequence.js';

/**
 * Opens one file after another. A sequence stays open until the next one is open.
 *
 * @param open - opens one file, which stays open until `close` of its provider
 */
export function openSequences<F>(
  file$: Observable<F>,
  open: (file: F) => Observable<Opening>,
): Observable<Opening> {
  return defer(() => {
    let last: Sequence | undefined;
    return file$.pipe(
      switchMap((file) => open(file)),
      map((opening) => {
        if (opening.status !== 'open') return last ? { ...opening, sequence: last } : opening;
        void last?.provider.close();
        last = opening.sequence;
        return opening;
      }),
      finalize(() => void last?.provider.close()),
    );
  });
}
