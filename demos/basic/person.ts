import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/** One move through the frames. */
export interface Move {
  /** Where it leads: an index, from 0. */
  readonly position: number;
  /** How long after the move before, in milliseconds. */
  readonly after: number;
}

/** Through what to move. */
export interface PersonOptions {
  /** How many frames there are. */
  readonly length: number;
  /** How long to go on, in milliseconds. */
  readonly duration: number;
  /** The same seed gives the same moves. @defaultValue 1 */
  readonly seed?: number;
}

/**
 * One thing that people do: one of these steps, so many times in a row, with so many milliseconds
 * between.
 */
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

/** What a person does with a video, round after round, with a pause before each. */
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

/**
 * Someone who looks through a video: plays at 25 frames a second, pauses, steps back, presses jump
 * buttons, jumps to a frame.
 */
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
