import { expected } from '../options.js';
import {
  COLUMNS,
  isKnownColumn,
  lackOf,
  LAYOUTS,
  type MotColumn,
  type MotLayoutName,
} from './columns.js';

/** Delimiter of columns; a space means any number of spaces and tabs. */
export type MotDelimiter = ',' | ';' | '\t' | ' ';

/** Format of the lines, for files in which it cannot be found. */
export interface MotFormatOptions {
  /** Delimiter of columns. @defaultValue found in the file */
  readonly delimiter?: MotDelimiter | undefined;
  /**
   * Names of the columns, `null` for one that is not read; or the layout of a benchmark. A header
   * line is then skipped.
   *
   * `right`, `bottom`, `centerX` and `centerY` may replace `left`, `top`, `width` or `height`.
   * Other names than those of `MotColumn` require `extra`.
   *
   * @defaultValue the names of a header line; without one the columns of the MOT Challenge or, if
   *   the lines fit, of KITTI
   */
  readonly columns?: MotLayoutName | readonly (MotColumn | (string & {}) | null)[] | undefined;
  /** Whether columns of other names are kept in `extra` of a detection. @defaultValue false */
  readonly extra?: boolean | undefined;
}

/** Format of the lines of a file. */
export interface MotFormat {
  readonly delimiter: MotDelimiter;
  /** Names of the columns of the first readable line; null for a column that is not read. */
  readonly columns: readonly (string | null)[];
  /** Whether a header line, which may be a comment, named the columns. */
  readonly header: boolean;
  /** What was found in the first 64 kB of the file, as no option stated it. */
  readonly guessed: readonly ('delimiter' | 'columns')[];
  /** Compression of the file. A compressed file is kept in memory, unpacked. */
  readonly compression: 'none' | 'gzip';
}

/** @throws TypeError | RangeError that names the option, what was expected and what was given */
export function checkFormatOptions({ delimiter, columns, extra = false }: MotFormatOptions): void {
  if (delimiter !== undefined && ![',', ';', '\t', ' '].includes(delimiter))
    throw expected('delimiter', "',', ';', '\\t' or ' '", delimiter);
  if (typeof extra !== 'boolean') throw expected('extra', 'true or false', extra);
  if (columns === undefined) return;
  if (Array.isArray(columns)) checkColumns(columns, extra);
  else if (typeof columns !== 'string' || !Object.hasOwn(LAYOUTS, columns))
    throw expected('columns', "'mot', 'visdrone', 'kitti' or an array of names", columns);
}

function checkColumns(columns: readonly unknown[], extra: boolean): void {
  const names = columns.map((name, i) => {
    if (name !== null && (typeof name !== 'string' || name === ''))
      throw expected(`columns[${i}]`, 'a name or null', name);
    if (name !== null && columns.indexOf(name) !== i)
      throw expected(`columns[${i}]`, 'a name that no other column has', name);
    if (name !== null && !extra && !isKnownColumn(name))
      throw expected(
        `columns[${i}]`,
        `null, or one of ${COLUMNS.join(', ')} (\`extra: true\` allows other names)`,
        name,
      );
    return name;
  });
  const lack = lackOf(names);
  if (lack !== undefined) throw expected('columns', `an array that names ${lack}`, columns);
}
