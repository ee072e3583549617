import type { Key } from '../../../../src/replay/types.js';
import { stepBetween } from './stepBetween.js';

/**
 * From how many requests before it a step may lead to a request: so many that one of three streams
 * that take turns by chance is among them.
 */
const REACH = 16;

/**
 * Which request could be foreseen at which position of a trace, by a reader of its past.
 *
 * A key could that was asked for before; and one to which a step leads from one of the sixteen
 * requests before its own that was made before: between a request and one of the sixteen before it.
 * Those requests themselves may be still to come, as steps can be made in thought.
 *
 * @returns whether the request at `index` could be foreseen when that at `position` was the latest
 */
export function learnable(keys: readonly Key[]): (position: number, index: number) => boolean {
  const first = new Map<Key, number>();
  const firstSteps = new Map<number | string, number>();
  const foreseeable = new Int32Array(keys.length);
  keys.forEach((key, i) => {
    if (!first.has(key)) first.set(key, i);
    const steps = Array.from({ length: Math.min(REACH, i) }, (_, back) =>
      stepBetween(keys[i - back - 1] as Key, key),
    );
    // From where on the request is foreseen: where the first of the steps that lead to it was made.
    foreseeable[i] = Math.min(
      ...steps.map((step) => (step === undefined ? Infinity : (firstSteps.get(step) ?? Infinity))),
      keys.length,
    );
    for (const step of steps)
      if (step !== undefined && !firstSteps.has(step)) firstSteps.set(step, i);
  });
  return (position, index) =>
    (first.get(keys[index] as Key) ?? index) <= position ||
    (foreseeable[index] ?? index) <= position;
}
