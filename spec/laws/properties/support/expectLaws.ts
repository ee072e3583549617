import * as fc from 'fast-check';
import { anyScript, type Mix } from './command.js';
import { anyConfig, type Choices } from './config.js';
import { playScript } from './playScript.js';

/** Which scripts a law is tried with. */
export interface Trial {
  /** How often each kind of command comes. */
  readonly mix?: Mix;
  /** What the caches are like. */
  readonly choices?: Choices;
  /** How many scripts in the quick run. */
  readonly runs?: number;
  /** How long they are at most, in the quick run. */
  readonly length?: number;
}

/** Whether far more and longer scripts are to be tried. */
export const isLong = process.env.LONG_PROPERTIES === '1';

/**
 * Which scripts to try: the quick run tries the same each time, so that a failing build means a
 * change; the long run tries others, unless `PROPERTY_SEED` holds the seed that a failure printed.
 */
export function seedOf(usual: number): { readonly seed?: number } {
  const given = process.env.PROPERTY_SEED;
  return given === undefined ? (isLong ? {} : { seed: usual }) : { seed: Number(given) };
}

/** Expects that no script breaks one of these laws. */
export function expectLaws(
  laws: readonly number[] | 'all',
  { mix = {}, choices = {}, runs = 100, length = 40 }: Trial = {},
): void {
  fc.assert(
    fc.property(
      anyConfig(choices),
      anyScript(isLong ? 3 * length : length, mix),
      (config, script) => {
        const { broken, story } = playScript(config, script);
        // What follows on a breach may be its consequence.
        const [found] = broken;
        if (found && (laws === 'all' || laws.includes(found.law)))
          throw new Error(`Law ${found.law}: ${found.message}\n${story.join('\n')}`);
      },
    ),
    { numRuns: isLong ? 10 * runs : runs, ...seedOf(laws === 'all' ? runs : Math.min(...laws)) },
  );
}
