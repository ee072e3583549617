import { patternNames, patterns, type PatternName } from '../shared/patterns.js';
import { person } from './person.js';

/** Who reads: a person, or an even pattern. */
export type ScriptName = 'person' | PatternName;

/** What there is to choose from, `person` first. */
export const scriptNames: readonly ScriptName[] = ['person', ...patternNames];

/** One key that is pressed. */
export interface Keystroke {
  /** The frame that it asks for. */
  readonly frame: number;
  /** How long after the key before, in milliseconds. */
  readonly after: number;
}

/** Milliseconds between two keys of an even pattern: 25 a second. */
const pace = 40;

/**
 * The keys that are pressed while someone reads.
 *
 * @param frames - the frames that there are
 * @param duration - how long to read, in milliseconds
 */
export function script(name: ScriptName, frames: readonly number[], duration: number): Keystroke[] {
  const moves =
    name === 'person'
      ? person({ length: frames.length, duration })
      : evenMoves(name, frames.length, duration);
  return moves.map(({ position, after }) => ({ frame: frames[position] ?? 0, after }));
}

function evenMoves(name: PatternName, length: number, duration: number) {
  const at = patterns[name];
  return Array.from({ length: Math.floor(duration / pace) + 1 }, (_, i) => ({
    position: at(i, length),
    after: i === 0 ? 0 : pace,
  }));
}
