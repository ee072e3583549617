import { parseNumber } from './parseNumber.js';
import { quote } from './quote.js';
import type { Detection } from './types.js';

const comma = 0x2c;
const columns = ['frame', 'track id', 'left', 'top', 'width', 'height', 'confidence'] as const;
const fewest = 7;
const most = 10;

/**
 * The detection that a line says, or the reason why it says none.
 *
 * 7 to 10 columns: frame, track id, left, top, width, height, confidence; then nothing, a class, a class and a visibility (ground truth of MOT16 and
 * later), or a position x, y, z (detections, and ground truth of MOT15).
 */
export function parseLine(bytes: Uint8Array, from: number, to: number): Detection | string {
  const values: number[] = [];
  let count = 0;
  for (let start = from; start <= to; count++) {
    let end = start;
    while (end < to && bytes[end] !== comma) end++;
    if (count < most) {
      const value = parseNumber(bytes, start, end);
      if (Number.isNaN(value)) return `expected ${nameOf(count)} to be a number, got ${quote(bytes.subarray(start, end))}`;
      values.push(value);
    }
    start = end + 1;
  }
  if (count < fewest || count > most) return `expected ${fewest} to ${most} columns, got ${count}`;
  return detection(values);
}

function detection(values: readonly number[]): Detection {
  const [, trackId = 0, left = 0, top = 0, width = 0, height = 0, confidence = 0, eighth, ninth, z] = values;
  if (eighth === undefined) return { trackId, left, top, width, height, confidence };
  if (ninth === undefined) return { trackId, left, top, width, height, confidence, classId: eighth };
  if (z === undefined) return { trackId, left, top, width, height, confidence, classId: eighth, visibility: ninth };
  return { trackId, left, top, width, height, confidence, x: eighth, y: ninth, z };
}

function nameOf(column: number): string {
  const name = columns[column];
  return name === undefined ? `column ${column + 1}` : `column ${column + 1} (${name})`;
}
