import type { Layout } from './columns.js';
import { frameNumber } from './frameNumber.js';
import type { LineFormat } from './lineFormat.js';
import { parseNumber } from './parseNumber.js';
import { quote } from './quote.js';
import { isNumeric, readColumns } from './readColumns.js';
import { splitLine } from './splitLine.js';

/** Options of `columnFormat`. */
export interface ColumnFormatOptions {
  readonly lineEnd: number;
  readonly delimiter: number;
  readonly dataStart: number;
  /** Layouts, chosen by the number of columns. All have the frame in the same column. */
  readonly layouts: readonly Layout[];
  /** Whether columns of unknown names are kept. */
  readonly extra: boolean;
}

const space = 0x20;

/** Reads lines with any delimiter and any columns. */
export function columnFormat({
  layouts,
  extra,
  delimiter,
  ...rest
}: ColumnFormatOptions): LineFormat {
  const byCount = new Map(
    layouts.map((layout) => [layout.length, { layout, read: readColumns(layout, extra) }]),
  );
  const counts = [...byCount.keys()].sort((a, b) => a - b);
  const column = layouts[0]?.indexOf('frame') ?? 0;
  const bounds: number[] = [];

  return {
    ...rest,
    delimiter,
    isFrameFirst: column === 0 && delimiter !== space,
    frameOf: (bytes, from, to) => frameNumber(bytes, from, to, delimiter, column),
    parse(bytes, from, to) {
      return byCount.get(splitLine(bytes, from, to, delimiter, bounds))?.read(bytes, bounds);
    },
    reasonOf(bytes, from, to) {
      const count = splitLine(bytes, from, to, delimiter, bounds);
      const text = (i: number) => quote(bytes.subarray(bounds[2 * i], bounds[2 * i + 1]));
      const number = (i: number) => parseNumber(bytes, bounds[2 * i] ?? 0, bounds[2 * i + 1] ?? 0);
      if (count <= column || !Number.isSafeInteger(number(column)))
        return `expected column ${column + 1} (frame) to be a whole number, got ${count > column ? text(column) : 'none'}`;
      const layout = byCount.get(count)?.layout;
      if (!layout) return `expected ${rangeOf(counts)} columns, got ${count}`;
      const wrong = layout.findIndex((name, i) => isNumeric(name) && Number.isNaN(number(i)));
      return `expected column ${wrong + 1} (${layout[wrong] ?? ''}) to be a number, got ${text(wrong)}`;
    },
  };
}

/** `7 to 10`, or `17`. */
function rangeOf(counts: readonly number[]): string {
  const [fewest = 0, most = fewest] = [counts[0], counts.at(-1)];
  return fewest === most ? `${fewest}` : `${fewest} to ${most}`;
}
