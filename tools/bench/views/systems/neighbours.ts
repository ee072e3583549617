import type { Key } from '../../../../src/replay/types.js';

/** The eight tiles around a tile, `z/x/y`; for other keys none. */
export function neighbours(key: Key): (readonly [Key, number])[] {
  const [, z, x, y] = /^(\d+)\/(\d+)\/(\d+)$/.exec(String(key)) ?? [];
  if (z === undefined) return [];
  const around = [-1, 0, 1].flatMap((right) => [-1, 0, 1].map((down) => [right, down] as const));
  return around
    .filter(([right, down]) => right !== 0 || down !== 0)
    .map(([right, down]) => [
      `${z}/${Number(x) + right}/${Number(y) + down}`,
      1 / (Math.abs(right) + Math.abs(down)),
    ]);
}
