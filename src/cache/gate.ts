import type { OnRequest } from '../types.js';

/** Decides whether prefetches may start and continue. */
export interface Gate {
  /** Whether prefetching is on. */
  isEnabled: boolean;
  /** How many requests wait for loads in flight. */
  waiting: number;
  /** Whether no request stops new loads. For warms this is enough: `enabled$` does not stop them. */
  readonly isClear: () => boolean;
  /** Whether a planned key may start. */
  readonly starts: () => boolean;
  /** Whether a prefetch in flight may continue. A key that is aborted here stays in its plan. */
  readonly keeps: () => boolean;
}

/** A gate that is open while prefetching is on and, by `onRequest`, while no request waits. */
export function createGate(onRequest: OnRequest): Gate {
  const gate = {
    isEnabled: true,
    waiting: 0,
    isClear: () => gate.waiting === 0 || onRequest === 'continue',
    starts: () => gate.isEnabled && gate.isClear(),
    keeps: () => gate.isEnabled && (gate.waiting === 0 || onRequest !== 'abort'),
  };
  return gate;
}
