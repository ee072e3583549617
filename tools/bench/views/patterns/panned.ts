import type { Random } from '../../replay/random.js';
import type { Shown } from '../trace.js';
import { tilesAround, type Place } from './tilesAround.js';

type Direction = readonly [right: number, down: number];
const directions: readonly Direction[] = [[1, 0], [-1, 0], [0, 1], [0, -1], [1, 1], [-1, 1], [1, -1], [-1, -1]]; // prettier-ignore

const start = (random: Random): Place => ({
  z: 14,
  x: random.between(4000, 12_000),
  y: random.between(4000, 12_000),
});
const shown = (place: Place, stay: number): Shown => ({ keys: tilesAround(place), stay });

/** A map is dragged on and on, in one direction for a while. */
export function* straight(random: Random): Generator<Shown, never> {
  const { z, ...from } = start(random);
  let { x, y } = from;
  for (;;) {
    const [right, down] = random.pick(directions);
    for (let left = random.between(8, 40); left > 0; left--) {
      yield shown({ z, x, y }, random.between(120, 280));
      [x, y] = [x + right, y + down];
    }
  }
}

/** A map is flicked, and looked at where it comes to rest; often it goes back. */
export function* pauses(random: Random): Generator<Shown, never> {
  const { z, ...from } = start(random);
  let { x, y } = from;
  let [right, down] = random.pick(directions);
  for (;;) {
    for (let left = random.between(3, 9); left > 0; left--) {
      yield shown({ z, x, y }, random.between(60, 160));
      [x, y] = [x + right, y + down];
    }
    yield shown({ z, x, y }, random.between(800, 2500));
    if (random.chance(0.2)) [right, down] = [-right, -down];
    else if (random.chance(0.4)) [right, down] = random.pick(directions);
    [x, y] = [x + right, y + down];
  }
}

/** An area is searched row by row: to the right, down, to the left, down. */
export function* zigZag(random: Random): Generator<Shown, never> {
  let { z, x, y } = start(random);
  for (;;) {
    for (let row = 0, right = 1; row < 12; row++, right = -right) {
      for (let left = 10; left > 0; left--) {
        yield shown({ z, x, y }, random.between(150, 350));
        x += right;
      }
      for (let left = 2; left > 0; left--) {
        yield shown({ z, x, y }, random.between(150, 350));
        y++;
      }
    }
    ({ z, x, y } = start(random));
  }
}
