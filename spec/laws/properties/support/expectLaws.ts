import * as fc from 'fast-check';
import { isLong, seedOf } from '../../../support/usualSeed.js';
import { applyStep } from './applyStep.js';
import { delivery } from './folds/delivery.js';
import { events } from './folds/events.js';
import type { Fold } from './folds/fold.js';
import { loads } from './folds/loads.js';
import { requestsFirst } from './folds/requestsFirst.js';
import { residents } from './folds/residents.js';
import { revalidations } from './folds/revalidations.js';
import { starts } from './folds/starts.js';
import { warms } from './folds/warms.js';
import type { Log, Step } from './log.js';
import { createPast } from './past.js';
import { play } from './play.js';
import { anyConfig, anyProgram, type Choices, type Mix } from './program.js';

/** Which programs a law is tried with. */
export interface Trial {
  readonly mix?: Mix;
  readonly choices?: Choices;
  /** Which keys the commands are about: so many. */
  readonly keys?: number;
  /** How many programs in the quick run. */
  readonly runs?: number;
}

const FOLDS: readonly Fold[] = [
  loads,
  starts,
  delivery,
  residents,
  warms,
  revalidations,
  events,
  requestsFirst,
];

/** The first breach of a law in a log. */
function findBreach({ config, steps }: Log): { law: number; story: string } | undefined {
  const found: { law: number; message: string }[] = [];
  const judges = FOLDS.map((fold) => fold((law, message) => found.push({ law, message })));
  const past = createPast(config);
  for (const [i, step] of steps.entries()) {
    for (const judge of judges) judge(past, step);
    const [first] = found;
    if (first) {
      const lines = steps.slice(0, i + 1).map(describe);
      return {
        law: first.law,
        story: `Law ${first.law}: ${first.message}\n${lines.join('\n')}`,
      };
    }
    applyStep(past, step);
  }
  return undefined;
}

/** Expects that no program breaks one of these laws. */
export function expectLaws(
  laws: readonly number[] | 'all',
  { mix = {}, choices = {}, keys, runs = 100 }: Trial = {},
): void {
  fc.assert(
    fc.property(anyConfig(choices), anyProgram(isLong ? 120 : 40, mix, keys), (config, program) => {
      const breach = findBreach(play(config, program).log());
      if (breach && (laws === 'all' || laws.includes(breach.law))) throw new Error(breach.story);
    }),
    { numRuns: isLong ? 10 * runs : runs, ...seedOf(laws === 'all' ? runs : Math.min(...laws)) },
  );
}

/** A step as one reads it: actions of users are indented. */
function describe(step: Step): string {
  if (step.type === 'quiet') return '.';
  const { type, at, delivered, ...rest } = step as Step & { delivered?: number };
  const text = `${at} ${type} ${JSON.stringify(rest)}`;
  return delivered === undefined ? text : `    ${text}`;
}
