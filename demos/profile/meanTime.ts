import { clock } from '../shared/clock.js';

/** Calls between two readings of the clock. */
const batch = 256;
const rounds = 5;

/**
 * Milliseconds a call: the least of five rounds, as other programs only add time.
 *
 * @param budget - milliseconds for all rounds; the warm-up takes as long
 */
export function meanTime(call: () => void, budget: number): number {
  repeat(call, budget);
  return Math.min(...Array.from({ length: rounds }, () => repeat(call, budget / rounds)));
}

function repeat(call: () => void, budget: number): number {
  const began = clock.now();
  let calls = 0;
  let time: number;
  do {
    for (let i = 0; i < batch; i++) call();
    calls += batch;
    time = clock.now() - began;
  } while (time < budget);
  return time / calls;
}
