import type { Place } from './place.js';

/**
 * What is looked at: the middle as parts of the whole map, from 0 to 1, and how far it is zoomed
 * in; each 1 doubles the size.
 */
export interface View {
  readonly x: number;
  readonly y: number;
  readonly zoom: number;
}

/** A rectangle of the screen in CSS pixels. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** The side of a tile in CSS pixels, where the zoom is a whole number. */
const tileSide = 96;

const minZoom = 3;
const maxZoom = 12;

/** The side of the whole map in CSS pixels. */
function mapSide({ zoom }: View): number {
  return tileSide * 2 ** zoom;
}

/** The zoom of the tiles that are shown. */
export function tileZoom({ zoom }: View): number {
  return Math.round(zoom);
}

/** The same view, this many pixels to the right and down. */
export function moved(view: View, across: number, down: number): View {
  const side = mapSide(view);
  return {
    ...view,
    x: within(view.x + across / side, 0, 1),
    y: within(view.y + down / side, 0, 1),
  };
}

/** The same view, nearer or farther; what is this many pixels from the middle stays where it is. */
export function zoomed(view: View, by: number, across = 0, down = 0): View {
  const zoom = within(view.zoom + by, minZoom, maxZoom);
  const held = moved(view, across, down);
  return moved({ ...held, zoom }, -across, -down);
}

/** Where a tile stands on a screen of this size. */
export function boxOf({ z, x, y }: Place, view: View, width: number, height: number): Box {
  const side = mapSide(view);
  const each = side / 2 ** z;
  return {
    left: x * each - view.x * side + width / 2,
    top: y * each - view.y * side + height / 2,
    width: each,
    height: each,
  };
}

/** The tiles that touch a box in the middle of the screen, those nearest to its middle first. */
export function placesIn(view: View, width: number, height: number): Place[] {
  const z = tileZoom(view);
  const each = mapSide(view) / 2 ** z;
  const [middleX, middleY] = [view.x * 2 ** z, view.y * 2 ** z];
  const last = 2 ** z - 1;
  const run = (middle: number, length: number): [number, number] => [
    within(Math.floor(middle - length / 2 / each), 0, last),
    within(Math.ceil(middle + length / 2 / each) - 1, 0, last),
  ];
  const [left, right] = run(middleX, width);
  const [top, bottom] = run(middleY, height);
  const places: Place[] = [];
  for (let y = top; y <= bottom; y++) for (let x = left; x <= right; x++) places.push({ z, x, y });
  const distanceOf = ({ x, y }: Place): number => Math.hypot(x + 0.5 - middleX, y + 0.5 - middleY);
  return places.sort((a, b) => distanceOf(a) - distanceOf(b));
}

function within(value: number, from: number, to: number): number {
  return Math.min(Math.max(value, from), to);
}
