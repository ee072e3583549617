import { createNumberReader } from '../models/numberReader.js';
import { createNumberWriter } from '../models/numberWriter.js';

/** What a mixer has measured, as rows of `Precision` and of `Blend`. */
export interface Measured {
  readonly precision: readonly (readonly number[])[];
  readonly weights: readonly (readonly number[])[];
}

/** Columns of the digits. */
const SIZE = 0;
const KIND = 1;
const SHARE = 2;
const COUNT = 3;
const SET = 4;
const WIDTH = 5;
const WEIGHT = 6;
/** Steps of the share of predictions that came true, and of a weight. */
const SHARES = 255;
const WEIGHTS = 1000;

/** Writes measurements as digits. */
export function writeMeasured({ precision, weights }: Measured): string {
  const numbers = createNumberWriter();
  numbers.write(SIZE, precision.length);
  let before = 0;
  for (const [kind = 0, gain = 0, count = 0] of [...precision].sort(([a = 0], [b = 0]) => a - b)) {
    numbers.write(KIND, kind - before);
    numbers.write(SHARE, Math.round((SHARES * gain) / count));
    numbers.write(COUNT, Math.ceil(count));
    before = kind;
  }
  numbers.write(SIZE, weights.length);
  for (const [set = 0, ...learned] of weights) {
    numbers.write(SET, set);
    numbers.write(WIDTH, learned.length);
    for (const weight of learned) numbers.writeSigned(WEIGHT, Math.round(WEIGHTS * weight));
  }
  return numbers.toString();
}

/** Reads what `writeMeasured` wrote. @param fail - throws the error for other digits */
export function readMeasured(digits: string, fail: () => never): Measured {
  const numbers = createNumberReader(digits, fail);
  const rowsOf = (row: () => number[]): number[][] => {
    const rows: number[][] = [];
    for (let left = numbers.read(SIZE); left > 0; left--) rows.push(row());
    return rows;
  };
  let kind = 0;
  return {
    precision: rowsOf(() => {
      kind += numbers.read(KIND);
      const share = numbers.readUpTo(SHARES, SHARE) / SHARES;
      const count = numbers.read(COUNT);
      return [kind, share * count, count];
    }),
    weights: rowsOf(() => {
      const row = [numbers.read(SET)];
      for (let left = numbers.read(WIDTH); left > 0; left--)
        row.push(numbers.readSigned(WEIGHT) / WEIGHTS);
      return row;
    }),
  };
}
