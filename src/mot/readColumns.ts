import { isKnownColumn, type Layout, type MotColumn } from './columns.js';
import { parseNumber } from './parseNumber.js';
import type { Detection } from './types.js';

/** Makes a detection of the columns with these bounds; undefined for a malformed line. */
export type ReadColumns = (bytes: Uint8Array, bounds: readonly number[]) => Detection | undefined;

/** Numeric columns that keep their names in a detection. */
const OPTIONAL = ['classId', 'visibility', 'x', 'y', 'z'] as const;

/** Whether a column of this name is numeric. */
export function isNumeric(name: string | null): boolean {
  return isKnownColumn(name) && name !== 'className';
}

/** @param extra - whether columns of unknown names are kept */
export function readColumns(layout: Layout, extra: boolean): ReadColumns {
  const numeric = layout.flatMap((name, i) => (isNumeric(name) ? [i] : []));
  const extras = extra
    ? layout.flatMap((name, i) => (name === null || isKnownColumn(name) ? [] : [{ name, i }]))
    : [];
  const optional = OPTIONAL.flatMap((name) =>
    layout.includes(name) ? [{ name, i: layout.indexOf(name) }] : [],
  );
  const at = (name: MotColumn) => layout.indexOf(name);
  const [trackId, confidence, className] = [at('trackId'), at('confidence'), at('className')];
  const across = spanOf(at('left'), at('right'), at('centerX'), at('width'));
  const down = spanOf(at('top'), at('bottom'), at('centerY'), at('height'));
  const values = new Float64Array(layout.length);
  return (bytes, bounds) => {
    for (const i of numeric) {
      const value = parseNumber(bytes, bounds[2 * i] ?? 0, bounds[2 * i + 1] ?? 0);
      if (Number.isNaN(value)) return undefined;
      values[i] = value;
    }
    const detection: { -readonly [P in keyof Detection]: Detection[P] } = {
      trackId: values[trackId] ?? -1,
      left: across.start(values),
      top: down.start(values),
      width: across.length(values),
      height: down.length(values),
      confidence: values[confidence] ?? 1,
    };
    for (const { name, i } of optional) detection[name] = values[i] ?? NaN;
    if (className >= 0) detection.className = textOf(bytes, bounds, className);
    if (extras.length > 0)
      detection.extra = Object.fromEntries(
        extras.map(({ name, i }) => [name, valueOf(bytes, bounds, i)]),
      );
    return detection;
  };
}

interface Span {
  start(values: Float64Array): number;
  length(values: Float64Array): number;
}

/** Start and length of a box, from any two of four columns; −1 for a missing column. */
function spanOf(start: number, end: number, center: number, length: number): Span {
  const value = (values: Float64Array, at: number) => values[at] ?? NaN;
  const lengthOf: Span['length'] =
    length >= 0
      ? (values) => value(values, length)
      : start >= 0 && end >= 0
        ? (values) => value(values, end) - value(values, start)
        : (values) => 2 * Math.abs(value(values, center) - value(values, start >= 0 ? start : end));
  const startOf: Span['start'] =
    start >= 0
      ? (values) => value(values, start)
      : end >= 0
        ? (values) => value(values, end) - lengthOf(values)
        : (values) => value(values, center) - lengthOf(values) / 2;
  return { start: startOf, length: lengthOf };
}

const decoder = new TextDecoder();

/** A column as text. */
export function textOf(bytes: Uint8Array, bounds: readonly number[], column: number): string {
  return decoder
    .decode(bytes.subarray(bounds[2 * column], bounds[2 * column + 1]))
    .replaceAll('""', '"');
}

function valueOf(bytes: Uint8Array, bounds: readonly number[], column: number): number | string {
  const value = parseNumber(bytes, bounds[2 * column] ?? 0, bounds[2 * column + 1] ?? 0);
  return Number.isNaN(value) ? textOf(bytes, bounds, column) : value;
}
