import { Observable, type VirtualTimeScheduler } from 'rxjs';
import { wideLine } from './line.js';
import { sharedLine } from './sharedLine.js';
import type { Setting, Source } from './types.js';

/** The slow source of a setting. */
export function createSource(
  clock: VirtualTimeScheduler,
  { load, canAbort, isShared }: Setting,
): Source {
  const line = isShared ? sharedLine(clock, load) : wideLine(clock, load);
  const counts = { begun: 0, stopped: 0 };
  const source: Source = Object.assign(counts, {
    load: (key) =>
      new Observable((subscriber) => {
        let isOpen = true;
        counts.begun++;
        const stop = line.begin(key, () => {
          isOpen = false;
          subscriber.next({ key });
          subscriber.complete();
        });
        return () => {
          if (!isOpen) return;
          isOpen = false;
          counts.stopped++;
          if (canAbort) stop();
        };
      }),
    fetch: (key, signal) =>
      new Promise((resolve, reject) => {
        const load = source.load(key).subscribe({ next: resolve, error: reject });
        signal?.addEventListener('abort', () => {
          load.unsubscribe();
          reject(new Error(`The load of ${key} was stopped`));
        });
      }),
  } satisfies Pick<Source, 'load' | 'fetch'>);
  return source;
}
