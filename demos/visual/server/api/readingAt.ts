import { uniformFloat32 } from 'pure-rand/distribution/uniformFloat32';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import type { Reading } from '../../src/app/table/reading.js';

/** How many readings there are. */
export const readingCount = 10_000;

const stations = ['Cape', 'Coast', 'Harbour', 'Hill', 'Lake', 'Meadow', 'Pass', 'Valley'];
const firstAt = Date.UTC(2026, 0, 1);
const tenMinutes = 600_000;

/** One reading, by its number from 1: the same each time. */
export function readingAt(number: number): Reading {
  const random = xoroshiro128plus(number);
  const around = (middle: number, spread: number): number =>
    middle + (uniformFloat32(random) - 0.5) * 2 * spread;
  const day = ((number % 144) / 144) * 2 * Math.PI;
  const warmth = -Math.cos(day);
  return {
    number,
    at: firstAt + number * tenMinutes,
    station: stations[uniformInt(random, 0, stations.length - 1)] ?? '',
    temperature: around(9 + 6 * warmth, 3),
    humidity: around(70 - 15 * warmth, 12),
    wind: around(6, 5),
    pressure: around(1013, 9),
  };
}
