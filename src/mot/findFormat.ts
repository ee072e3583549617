import { columnFormat } from './columnFormat.js';
import { isKnownColumn, lackOf, LAYOUTS, type Layout } from './columns.js';
import { headerLayout } from './headerLayout.js';
import { CARRIAGE_RETURN, LINE_FEED, type LineFormat } from './lineFormat.js';
import { plainFormat } from './plainFormat.js';
import { textOf } from './readColumns.js';
import { sampleLines, type SampleLine, type SampleLines } from './sampleLines.js';
import { splitLine } from './splitLine.js';
import type { MotDelimiter, MotFormat, MotFormatOptions } from './formatOptions.js';

/** Format of a file, and how it was found. */
export interface FoundFormat {
  readonly format: LineFormat;
  readonly stats: Omit<MotFormat, 'compression'>;
  /** Whether any line of the sample is readable. */
  readonly isReadable: boolean;
  /** Why the header line cannot be used, if there is one. */
  readonly problem: string | undefined;
}

interface Candidate extends FoundFormat {
  /** Number of readable lines in the sample. */
  readonly score: number;
}

/** A header line names at least the frame and a box. */
const fewestNames = 5;
/** `splitLine` keeps no more columns. */
const mostNames = 256;
const bounds: number[] = [];
const DELIMITERS: readonly MotDelimiter[] = [',', ';', '\t', ' '];

/**
 * Chooses the format with which most lines of a sample are readable.
 *
 * Of equal ones it takes the first: commas, semicolons, tabs, spaces.
 *
 * @param sample - the first bytes of a file
 * @param isWhole - whether the sample is the whole file
 */
export function findFormat(
  sample: Uint8Array,
  isWhole: boolean,
  options: MotFormatOptions,
): FoundFormat {
  const lineEnd =
    sample.includes(LINE_FEED) || !sample.includes(CARRIAGE_RETURN) ? LINE_FEED : CARRIAGE_RETURN;
  const lines = sampleLines(sample, isWhole, lineEnd);
  const delimiters = options.delimiter === undefined ? DELIMITERS : [options.delimiter];
  const candidates = delimiters.flatMap((delimiter) =>
    candidatesOf({ sample, lineEnd, lines, delimiter, options }),
  );
  const best = candidates.reduce((chosen, candidate) =>
    candidate.score > chosen.score ? candidate : chosen,
  );
  if (best.score > 0) return best;
  return candidates.find(({ problem }) => problem !== undefined) ?? best;
}

interface Attempt {
  readonly sample: Uint8Array;
  readonly lineEnd: number;
  readonly lines: SampleLines;
  readonly delimiter: MotDelimiter;
  readonly options: MotFormatOptions;
}

function candidatesOf(attempt: Attempt): Candidate[] {
  const { lineEnd, delimiter, options } = attempt;
  const header = headerOf(attempt);
  if (options.columns !== undefined) {
    const layouts =
      typeof options.columns === 'string' ? LAYOUTS[options.columns] : [options.columns];
    return [candidate(attempt, { layouts, header })];
  }
  if (header)
    return [
      candidate(attempt, {
        layouts: header.lack === undefined ? [header.layout] : LAYOUTS.mot,
        header,
      }),
    ];
  const found = [
    candidate(attempt, { layouts: longerThanMot(attempt) }),
    candidate(attempt, { layouts: LAYOUTS.kitti }),
  ];
  return delimiter === ',' && !options.extra
    ? [candidate(attempt, { layouts: LAYOUTS.mot, format: plainFormat(lineEnd) }), ...found]
    : found;
}

interface Details {
  readonly layouts: readonly Layout[];
  readonly header?: Header | undefined;
  readonly format?: LineFormat;
}

function candidate(attempt: Attempt, { layouts, header, format: given }: Details): Candidate {
  const { sample, lineEnd, lines, delimiter, options } = attempt;
  const { columns, extra = false } = options;
  const dataStart = header?.end ?? 0;
  const format =
    given ??
    columnFormat({ lineEnd, delimiter: delimiter.charCodeAt(0), dataStart, layouts, extra });
  const isGood = ({ from, to }: SampleLine) =>
    !Number.isNaN(format.frameOf(sample, from, to)) && format.parse(sample, from, to) !== undefined;
  const readable = lines.data.filter((line) => line.from >= dataStart && isGood(line));
  const [first] = readable;
  const count = first ? splitLine(sample, first.from, first.to, format.delimiter, bounds) : 0;
  const layout = layouts.find(({ length }) => length === count) ?? layouts[0] ?? [];
  const isNamed = columns === undefined && header !== undefined;
  const score = readable.length || (isNamed && header.lack === undefined ? 0.5 : 0);
  return {
    format,
    score,
    isReadable: score > 0,
    problem:
      isNamed && header.lack !== undefined
        ? `the header line names no ${header.lack}; \`columns\` names what stands where`
        : undefined,
    stats: {
      delimiter,
      columns: layout.map((name) => (extra || isKnownColumn(name) ? name : null)),
      header: isNamed,
      guessed: [
        ...(options.delimiter === undefined ? ['delimiter' as const] : []),
        ...(columns === undefined ? ['columns' as const] : []),
      ],
    },
  };
}

interface Header {
  readonly layout: Layout;
  /** Where the next line begins; 0 for a comment, which is skipped anyway. */
  readonly end: number;
  /** What the header does not name. */
  readonly lack: string | undefined;
}

/** Names of columns in the first line, if it contains no number, or in the comment before it. */
function headerOf({ sample, lines: { data, comment }, delimiter }: Attempt): Header | undefined {
  const split = ({ from, to }: SampleLine) => {
    const count = splitLine(sample, from, to, delimiter.charCodeAt(0), bounds);
    return Array.from({ length: Math.min(count, mostNames) }, (_, column) =>
      textOf(sample, bounds, column),
    );
  };
  const isName = (text: string) => text === '' || (/\p{L}/u.test(text) && !isNumber(text));
  const isNumber = (text: string) => text !== '' && Number.isFinite(Number(text));
  const named = (
    names: readonly string[],
    rows: readonly (readonly string[])[],
    end: number,
  ): Header => {
    const layout = headerLayout(names, (column) =>
      rows.some((row) => row[column] !== undefined && row[column] !== '' && !isNumber(row[column])),
    );
    return { layout, end, lack: lackOf(layout) };
  };

  const rows = data.map(split);
  const [first, second] = rows;
  if (
    first &&
    data[0] &&
    first.length >= fewestNames &&
    first.every(isName) &&
    (second?.length ?? first.length) === first.length
  ) {
    const header = named(first, rows.slice(1), data[0].to + 1);
    return (second ?? header.lack === undefined) ? header : undefined;
  }
  const names = comment ? split(comment) : [];
  if (names.length < fewestNames || names.length !== first?.length) return undefined;
  const header = named(names, rows, 0);
  return header.lack === undefined ? header : undefined;
}

/** Layouts of the MOT Challenge; with `extra` also one for the further columns of the file. */
function longerThanMot({
  sample,
  lines,
  delimiter,
  options: { extra },
}: Attempt): readonly Layout[] {
  const [longest = []] = LAYOUTS.mot.slice(-1);
  const [first] = lines.data;
  const count =
    extra && first ? splitLine(sample, first.from, first.to, delimiter.charCodeAt(0), bounds) : 0;
  if (count <= longest.length || count > mostNames) return LAYOUTS.mot;
  const more = Array.from(
    { length: count - longest.length },
    (_, i) => `column${longest.length + 1 + i}`,
  );
  return [...LAYOUTS.mot, [...longest, ...more]];
}
