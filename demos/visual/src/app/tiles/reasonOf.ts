import { placeOf } from './place.js';

/** Why a tile is planned while another is looked at: where it is from there. */
export function reasonOf(key: string, current: string): string {
  const [to, from] = [placeOf(key), placeOf(current)];
  if (to.z > from.z) return 'zooming in';
  if (to.z < from.z) return 'zooming out';
  const way = [part(to.x - from.x, 'right', 'left'), part(to.y - from.y, 'down', 'up')].filter((said) => said !== '');
  return way.join(', ');
}

function part(by: number, on: string, back: string): string {
  return by === 0 ? '' : `${Math.abs(by)} ${by > 0 ? on : back}`;
}
