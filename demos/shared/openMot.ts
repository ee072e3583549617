import {
  concat,
  defer,
  finalize,
  from,
  ignoreElements,
  of,
  switchMap,
  throwError,
  type Observable,
} from 'rxjs';
import { motProvider, type MotProvider, type MotSource } from 'rxjs-prefetch-cache/mot';
import { showProgress } from './showProgress.js';
import type { Terminal } from './terminal.js';

/** A Multiple Object Tracking file that is open and indexed. */
export interface MotFile {
  readonly name: string;
  readonly provider: MotProvider;
  /** The numbers of its frames, ascending. */
  readonly frames: readonly number[];
  /** How many boxes it has. */
  readonly boxes: number;
}

/**
 * Opens, indexes and checks a file, and closes it when its use ends.
 *
 * Keeps no parsed frames, so that the caches of the demo are the only ones.
 */
export function openMot<T>(
  source: MotSource,
  terminal: Terminal,
  use: (file: MotFile) => Observable<T>,
): Observable<T> {
  return defer(() => {
    const provider = motProvider(source, { cacheSize: 0 });
    const index$ = provider.index().pipe(
      showProgress(terminal, {
        label: 'Indexing',
        total: 1,
        reached: ({ bytes, total = Infinity }) => bytes / total,
      }),
      ignoreElements(),
    );
    return concat(index$, defer(() => check(source.name, provider)).pipe(switchMap(use))).pipe(
      finalize(() => void provider.close()),
    );
  });
}

/** Refuses a file whose first frames have no readable line. */
function check(name: string, provider: MotProvider): Observable<MotFile> {
  const frames = [...provider.keys()];
  return from(provider.loadMany(frames.slice(0, 10))).pipe(
    switchMap((first) => {
      const { malformed, malformedLines, lines } = provider.stats();
      if (first.some(({ detections }) => detections.length > 0))
        return of({ name, provider, frames, boxes: lines });
      const [problem] = malformedLines;
      const reason =
        malformed > 0 && problem ? `line ${problem.line}: ${problem.reason}` : 'it is empty';
      return throwError(
        () => new Error(`\`${name}\` is no Multiple Object Tracking file: ${reason}`),
      );
    }),
  );
}
