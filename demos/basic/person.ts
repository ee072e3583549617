import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/** One move through the frames. */
export interface Move {
  /** Index of the frame to which the move leads, from 0. */
  readonly position: number;
  /** Milliseconds since the move before. */
  readonly after: number;
}

/** Options of `person`. */
export interface PersonOptions {
  /** How many frames there are. */
  readonly length: number;
  /** Duration of all moves, in milliseconds. */
  readonly duration: number;
  /** An equal seed gives equal moves. @defaultValue 1 */
  readonly seed?: number;
}

/** A habit: one of these steps, several times in a row, with a pause in milliseconds between. */
interface Habit {
  readonly steps: readonly number[] | 'anywhere';
  readonly times: readonly [from: number, to: number];
  readonly think: readonly [from: number, to: number];
}

const play: Habit = { steps: [1], times: [20, 35], think: [40, 40] };
const stepBack: Habit = { steps: [-1], times: [3, 6], think: [120, 240] };
const stepOn: Habit = { steps: [1], times: [1, 3], think: [150, 300] };
const pressButtons: Habit = { steps: [-15, -5, 5, 15], times: [4, 8], think: [150, 300] };
const jumpToFrame: Habit = { steps: 'anywhere', times: [1, 2], think: [300, 500] };

/** What a person does with a video in each round, with a pause before each habit. */
const round = [
  play,
  stepBack,
  jumpToFrame,
  pressButtons,
  play,
  stepOn,
  jumpToFrame,
  pressButtons,
] as const;
const pause = [200, 400] as const;

/** Moves of a person in a video: plays at 25 frames a second, pauses, steps back, and jumps. */
export function person({ length, duration, seed = 1 }: PersonOptions): Move[] {
  const generator = xoroshiro128plus(seed);
  const between = ([from, to]: readonly [number, number]) => uniformInt(generator, from, to);
  const last = length - 1;
  const next = (steps: Habit['steps'], position: number) =>
    steps === 'anywhere'
      ? between([0, last])
      : position + (steps[between([0, steps.length - 1])] ?? 0);

  const moves: Move[] = [{ position: 0, after: 0 }];
  let [position, time] = [0, 0];
  for (let i = 0; ; i++) {
    const { steps, times, think } = round[i % round.length] ?? play;
    let rest = i === 0 ? 0 : between(pause);
    for (let left = between(times); left > 0; left--) {
      const after = rest + between(think);
      time += after;
      if (time > duration) return moves;
      position = Math.min(Math.max(next(steps, position), 0), last);
      moves.push({ position, after });
      rest = 0;
    }
  }
}
