import { Subject, takeUntil, type Observable } from 'rxjs';

/** The outcome of a subscription. */
export interface Recording<T> {
  readonly values: T[];
  /** How it ended; undefined while it is open, and after `stop`. */
  readonly end: 'complete' | 'error' | undefined;
  readonly error: unknown;
  /** Unsubscribes. */
  stop(): void;
}

/**
 * Subscribes and writes down what comes.
 *
 * @param react - called inside `next`, after the value was written down; may stop, also when the
 *   value comes in the call that subscribes
 */
export function record<T>(
  source$: Observable<T>,
  react: (value: T, stop: () => void) => void = () => undefined,
): Recording<T> {
  const left = new Subject<void>();
  let stopped = false;
  const recording = {
    values: [] as T[],
    end: undefined as Recording<T>['end'],
    error: undefined as unknown,
    stop() {
      stopped = true;
      left.next();
    },
  };
  source$.pipe(takeUntil(left)).subscribe({
    next(value) {
      recording.values.push(value);
      react(value, () => recording.stop());
    },
    error(error: unknown) {
      recording.end = 'error';
      recording.error = error;
    },
    complete() {
      if (!stopped) recording.end = 'complete';
    },
  });
  return recording;
}
