import { expected } from '../options.js';
import {
  COLUMNS,
  isKnownColumn,
  lackOf,
  LAYOUTS,
  type MotColumn,
  type MotLayoutName,
} from './columns.js';

/** What stands between two columns; a space stands for any number of spaces and tabs. */
export type MotDelimiter = ',' | ';' | '\t' | ' ';

/** What the lines of a file look like, where that is not to be found in the file. */
export interface MotFormatOptions {
  /** What stands between two columns. @defaultValue found in the file */
  readonly delimiter?: MotDelimiter | undefined;
  /**
   * What stands where: a name for each column of a line, `null` for one that is not read; or the
   * layout of a benchmark. A header line is then passed over.
   *
   * `right`, `bottom`, `centerX` and `centerY` may replace `left`, `top`, `width` or `height`.
   * Other names than those of `MotColumn` require `extra`.
   *
   * @defaultValue the names of a header line; without one the columns of the MOT Challenge, or of
   *   KITTI where lines are like that
   */
  readonly columns?: MotLayoutName | readonly (MotColumn | (string & {}) | null)[] | undefined;
  /** Whether columns of other names are kept, as `extra` of each detection. @defaultValue false */
  readonly extra?: boolean | undefined;
}

/** How the lines of a file are read. */
export interface MotFormat {
  readonly delimiter: MotDelimiter;
  /**
   * The names of the columns, of the first line that can be read; null is a column that is not
   * read.
   */
  readonly columns: readonly (string | null)[];
  /** Whether the columns were named by a header line, which may be a comment. */
  readonly header: boolean;
  /** What no option stated, and was concluded from the first 64 kB of the file. */
  readonly guessed: readonly ('delimiter' | 'columns')[];
  /** How the file is packed; it is then held in memory. */
  readonly compression: 'none' | 'gzip';
}

/** @throws TypeError | RangeError that names the option, what was expected and what came */
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
