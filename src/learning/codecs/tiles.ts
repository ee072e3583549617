import type { Codec } from './codec.js';

interface Tile {
  readonly z: number;
  readonly x: number;
  readonly y: number;
}

/** How far apart tiles of one view are at most, in tiles of the finer one. */
const NEAR = 4;
/** How many keys are kept as what they mean. */
const REMEMBERED = 256;
/** Characters of a tile at most. */
const LONGEST = 37;
const SHAPE = /^(-?\d{1,2})\/(-?\d{1,15})\/(-?\d{1,15})$/;

/**
 * Keys of map tiles, `z/x/y`: a step is a zoom and then a pan, so that the step to the parent, to a
 * child or to a neighbour is the same wherever it begins. Other strings have none.
 */
export function tiles(): Codec<string> {
  const known = new Map<string, Tile | false>();
  const parse = (key: string): Tile | false => {
    if (key.length > LONGEST) return false;
    const before = known.get(key);
    if (before !== undefined) return before;
    const [, z, x, y] = SHAPE.exec(key) ?? [];
    const tile = z !== undefined && { z: Number(z), x: Number(x), y: Number(y) };
    if (known.size >= REMEMBERED) known.clear();
    known.set(key, tile);
    return tile;
  };
  return {
    sub(to, from) {
      const b = parse(to);
      const a = b && parse(from);
      if (!a) return undefined;
      const zoom = b.z - a.z;
      return keyOf(zoom, b.x - Math.floor(a.x * 2 ** zoom), b.y - Math.floor(a.y * 2 ** zoom));
    },
    add(key, step) {
      const [a, by] = [parse(key), parse(step as string)];
      if (!a || !by || a.z + by.z < 0) return undefined;
      return keyOf(
        a.z + by.z,
        Math.floor(a.x * 2 ** by.z) + by.x,
        Math.floor(a.y * 2 ** by.z) + by.y,
      );
    },
    isNear(to, from) {
      const b = parse(to);
      const a = b && parse(from);
      if (!a) return false;
      const zoom = b.z - a.z;
      if (Math.abs(zoom) > 1) return false;
      return (
        Math.max(
          Math.abs(b.x - Math.floor(a.x * 2 ** zoom)),
          Math.abs(b.y - Math.floor(a.y * 2 ** zoom)),
        ) <= NEAR
      );
    },
  };
}

function keyOf(z: number, x: number, y: number): string | undefined {
  return Number.isSafeInteger(x) && Number.isSafeInteger(y) ? `${z}/${x}/${y}` : undefined;
}
