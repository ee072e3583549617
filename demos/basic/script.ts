import { patternNames, patterns, type PatternName } from '../shared/patterns.js';
import { person } from './person.js';

/** The reader: a person, or an even pattern. */
export type ScriptName = 'person' | PatternName;

/** All scripts, `person` first. */
export const scriptNames: readonly ScriptName[] = ['person', ...patternNames];

/** One key press. */
export interface Keystroke {
  /** The frame that the key requests. */
  readonly frame: number;
  /** Milliseconds since the key before. */
  readonly after: number;
}

/** Milliseconds between two keys of an even pattern: 25 a second. */
const pace = 40;

/**
 * The keys that a reader presses.
 *
 * @param frames - the existing frames
 * @param duration - milliseconds to read
 * @param seed - another one is another person; an even pattern is the same with each
 */
export function script(
  name: ScriptName,
  frames: readonly number[],
  duration: number,
  seed = 1,
): Keystroke[] {
  const moves =
    name === 'person'
      ? person({ length: frames.length, duration, seed })
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
