import { keyOf, type Place } from './place.js';
import { tilePoints, type Tile } from './tile.js';

/** How many hills there are from side to side of the whole map, in the coarsest layer. */
const coarsest = 7;

/**
 * Makes the heights of a tile: layers of value noise, each twice as fine and about half as high as
 * the one before. A place has the same height in every zoom.
 */
export function makeTile(place: Place): Tile {
  const heights = new Float32Array(tilePoints * tilePoints);
  const across = 2 ** place.z;
  const step = 1 / (tilePoints - 1);
  // Finer layers than the points show would be noise alone.
  const layers = place.z + 4;
  for (let row = 0, i = 0; row < tilePoints; row++) {
    for (let column = 0; column < tilePoints; column++, i++) {
      heights[i] = heightAt(
        (place.x + column * step) / across,
        (place.y + row * step) / across,
        layers,
      );
    }
  }
  return { key: keyOf(place), heights };
}

function heightAt(x: number, y: number, layers: number): number {
  let [height, high, fine] = [0, 1, coarsest];
  for (let layer = 0; layer < layers; layer++) {
    height += high * (smoothNoise(x * fine, y * fine, layer) - 0.5);
    high *= 0.54;
    fine *= 2;
  }
  return height;
}

function smoothNoise(x: number, y: number, layer: number): number {
  const [left, top] = [Math.floor(x), Math.floor(y)];
  const [across, down] = [ease(x - left), ease(y - top)];
  const upper = mix(chance(left, top, layer), chance(left + 1, top, layer), across);
  return mix(
    upper,
    mix(chance(left, top + 1, layer), chance(left + 1, top + 1, layer), across),
    down,
  );
}

function mix(a: number, b: number, part: number): number {
  return a + (b - a) * part;
}

/** From 0 to 1, flat at both ends. */
function ease(part: number): number {
  return part * part * (3 - 2 * part);
}

/** A number from 0 to 1 that is the same each time: an integer hash. */
function chance(x: number, y: number, layer: number): number {
  let hash = Math.imul(x, 0x27d4eb2d) ^ Math.imul(y, 0x165667b1) ^ Math.imul(layer + 1, 0x9e3779b1);
  hash = Math.imul(hash ^ (hash >>> 15), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32;
}
