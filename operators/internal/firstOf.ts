import { Observable } from 'rxjs';

/**
 * The first value of what is read step by step.
 *
 * RxJS ends such a source only at its next value, and never cancels a stream; this does so at once.
 *
 * @param read - the next step, as an iterator gives it
 * @param end - called when no more is wanted and the source has not ended itself
 */
export function firstOf<V>(
  read: () => PromiseLike<{ readonly done?: boolean; readonly value?: unknown }>,
  end: () => PromiseLike<unknown> | undefined,
): Observable<V> {
  return new Observable((subscriber) => {
    let hasEnded = false;
    const stop = async (): Promise<void> => {
      if (!hasEnded) await end();
    };
    // Nobody waits for its end any more.
    subscriber.add(() => void stop().catch(() => undefined));
    const fail = (error: unknown): void => {
      hasEnded = true;
      subscriber.error(error);
    };
    const pull = async (): Promise<void> => {
      const { done, value } = await read();
      if (done) {
        hasEnded = true;
        subscriber.complete();
      } else {
        subscriber.next(value as V);
        subscriber.complete();
      }
    };
    if (!subscriber.closed) pull().catch(fail);
  });
}
