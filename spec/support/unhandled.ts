import { afterEach, beforeEach, jest } from '@jest/globals';
import { config } from 'rxjs';

/** Errors that RxJS reported as unhandled. */
export interface Unhandled {
  /** Waits for the reports, and returns their errors. */
  readonly arrived: () => unknown[];
}

/**
 * Catches, in each test of the enclosing `describe`, the errors that RxJS reports; time is the
 * test's.
 */
export function catchUnhandled(): Unhandled {
  const errors: unknown[] = [];
  beforeEach(() => {
    jest.useFakeTimers();
    errors.length = 0;
    config.onUnhandledError = (error) => errors.push(error);
  });
  afterEach(() => {
    jest.runAllTimers();
    config.onUnhandledError = null;
    jest.useRealTimers();
  });
  return {
    arrived() {
      jest.runAllTimers();
      return errors;
    },
  };
}
