import type { Codec } from './codec.js';

interface Tile {
  readonly z: number;
  readonly x: number;
  readonly y: number;
}

/** Largest distance between tiles of one view, in tiles of the finer zoom. */
const NEAR = 4;
/** Parsed keys that are kept at most. */
const MAX_PARSED = 256;
/** Characters of a tile at most. */
const MAX_LENGTH = 37;
/** As tiles are written: a string that is padded with zeros is none. */
const FORM = /^(0|-?[1-9]\d?)\/(0|-?[1-9]\d{0,14})\/(0|-?[1-9]\d{0,14})$/;

/**
 * Codec of map tiles, `z/x/y`: a step is a zoom and then a pan, so that the step to the parent, to
 * a child or to a neighbour is the same from every tile.
 *
 * Other strings have no steps.
 */
export function tiles(): Codec<string> {
  return createTiles();
}

/** `tiles`, and whether a key is a tile. */
export function createTiles(): Codec<string> & { has(key: string): boolean } {
  const parse = createParser();
  return {
    has: (key) => parse(key) !== false,
    sub(to, from) {
      const b = parse(to);
      const a = b && parse(from);
      if (!a) return undefined;
      const { z, x, y } = offset(a, b);
      return keyOf(z, x, y);
    },
    add(key, step) {
      const [a, by] = [parse(key), parse(step)];
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
      const { z, x, y } = offset(a, b);
      return Math.abs(z) <= 1 && Math.max(Math.abs(x), Math.abs(y)) <= NEAR;
    },
  };
}

function createParser(): (key: string | number) => Tile | false {
  const known = new Map<string, Tile | false>();
  return (key) => {
    // A number is a step between keys that are numbers.
    if (typeof key === 'number' || key.length > MAX_LENGTH) return false;
    const before = known.get(key);
    if (before !== undefined) return before;
    const [, z, x, y] = FORM.exec(key) ?? [];
    const tile = z !== undefined && { z: Number(z), x: Number(x), y: Number(y) };
    if (known.size >= MAX_PARSED) known.clear();
    known.set(key, tile);
    return tile;
  };
}

/** The zoom from one tile to another, and the pan at the new zoom. */
function offset(from: Tile, to: Tile): Tile {
  const z = to.z - from.z;
  return { z, x: to.x - Math.floor(from.x * 2 ** z), y: to.y - Math.floor(from.y * 2 ** z) };
}

function keyOf(z: number, x: number, y: number): string | undefined {
  return Number.isSafeInteger(x) && Number.isSafeInteger(y) ? `${z}/${x}/${y}` : undefined;
}
