import type { Key } from '../../../../src/replay/types.js';

const TILE = /^(\d+)\/(\d+)\/(\d+)$/;

/**
 * How one key leads to another, by arithmetic: a difference of numbers, or how many tiles right and
 * down on the same level of a map; undefined if there is none.
 */
export function stepBetween(from: Key, to: Key): number | string | undefined {
  if (typeof from === 'number' && typeof to === 'number') return to - from;
  const [tile, other] = [TILE.exec(String(from)), TILE.exec(String(to))];
  if (!tile || tile[1] !== other?.[1]) return undefined;
  return `${Number(other?.[2]) - Number(tile[2])} right, ${Number(other?.[3]) - Number(tile[3])} down`;
}
