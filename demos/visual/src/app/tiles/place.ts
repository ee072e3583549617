/** Position of a tile: zoom, column and row. */
export interface Place {
  readonly z: number;
  readonly x: number;
  readonly y: number;
}

/** The key of a tile. */
export function keyOf({ z, x, y }: Place): string {
  return `${z}/${x}/${y}`;
}

/** The tile of a key. @throws TypeError for any other key */
export function placeOf(key: string): Place {
  const [, z, x, y] = /^(\d+)\/(\d+)\/(\d+)$/.exec(key) ?? [];
  if (z === undefined) throw new TypeError(`Expected \`key\` to be z/x/y, got \`${key}\` (string)`);
  return { z: Number(z), x: Number(x), y: Number(y) };
}
