import { columnFormat } from './columnFormat.js';
import { LAYOUTS } from './columns.js';
import { COMMA, type LineFormat } from './lineFormat.js';
import { parseNumber } from './parseNumber.js';
import type { Detection } from './types.js';

const fewest = 7;
const most = 10;

/** Reads MOT Challenge lines with commas, faster than `columnFormat`. */
export function plainFormat(lineEnd: number): LineFormat {
  const format = columnFormat({
    lineEnd,
    delimiter: COMMA,
    dataStart: 0,
    layouts: LAYOUTS.mot,
    extra: false,
  });
  return {
    ...format,
    parse: (bytes, from, to) => parsePlain(bytes, from, to) ?? format.parse(bytes, from, to),
  };
}

function parsePlain(bytes: Uint8Array, from: number, to: number): Detection | undefined {
  const values: number[] = [];
  for (let start = from; start <= to;) {
    let end = start;
    while (end < to && bytes[end] !== COMMA) end++;
    const value = parseNumber(bytes, start, end);
    if (Number.isNaN(value) || values.length === most) return undefined;
    values.push(value);
    start = end + 1;
  }
  return values.length < fewest ? undefined : detection(values);
}

function detection(values: readonly number[]): Detection {
  const [
    ,
    trackId = 0,
    left = 0,
    top = 0,
    width = 0,
    height = 0,
    confidence = 0,
    eighth,
    ninth,
    z,
  ] = values;
  if (eighth === undefined) return { trackId, left, top, width, height, confidence };
  if (ninth === undefined)
    return { trackId, left, top, width, height, confidence, classId: eighth };
  if (z === undefined)
    return { trackId, left, top, width, height, confidence, classId: eighth, visibility: ninth };
  return { trackId, left, top, width, height, confidence, x: eighth, y: ninth, z };
}
