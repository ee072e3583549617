import { placeOf, type Place } from './place.js';

/**
 * Why a tile is planned while another is looked at: where it is from there, and who made it likely,
 * if that is said.
 */
export function reasonOf(key: string, current: string, expert?: string): string {
  return expert === undefined
    ? wayTo(placeOf(key), placeOf(current))
    : `${wayTo(placeOf(key), placeOf(current))}, by ${expert}`;
}

function wayTo(to: Place, from: Place): string {
  if (to.z > from.z) return 'zooming in';
  if (to.z < from.z) return 'zooming out';
  const way = [part(to.x - from.x, 'right', 'left'), part(to.y - from.y, 'down', 'up')].filter(
    (said) => said !== '',
  );
  return way.join(', ');
}

function part(by: number, on: string, back: string): string {
  return by === 0 ? '' : `${Math.abs(by)} ${by > 0 ? on : back}`;
}
