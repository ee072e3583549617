import type { Random } from '../random.js';

const [WIDTH, HEIGHT] = [4, 3];
/** Tiles to the right and down. */
const directions: readonly (readonly [right: number, down: number])[] = [[1, 0], [-1, 0], [0, 1], [0, -1], [1, 1], [-1, 1]]; // prettier-ignore
const [COARSEST, FINEST] = [4, 12];

/**
 * Someone moves over a map, with momentum, and zooms: keys are tiles, `z/x/y`, of which those are
 * asked for that come into the view, row by row.
 */
export function* pan(random: Random): Generator<string, never> {
  let [z, x, y] = [8, random.between(40, 200), random.between(40, 200)];
  let [right, down] = random.pick(directions);
  let seen = new Set<string>();
  for (;;) {
    const view: string[] = [];
    for (let row = 0; row < HEIGHT; row++)
      for (let column = 0; column < WIDTH; column++) view.push(`${z}/${x + column}/${y + row}`);
    yield* view.filter((tile) => !seen.has(tile));
    seen = new Set(view);

    const zoom = random.chance(0.08) ? random.pick([-1, 1]) : 0;
    if (zoom !== 0 && z + zoom >= COARSEST && z + zoom <= FINEST) {
      z += zoom;
      // The middle of the view stays where it is.
      const scaled = (from: number, size: number) =>
        Math.round((from + size / 2) * 2 ** zoom - size / 2);
      [x, y] = [scaled(x, WIDTH), scaled(y, HEIGHT)];
    } else {
      if (random.chance(0.15)) [right, down] = random.pick(directions);
      const inside = (from: number, size: number) => Math.min(Math.max(from, 0), 2 ** z - size);
      [x, y] = [inside(x + right, WIDTH), inside(y + down, HEIGHT)];
    }
  }
}
