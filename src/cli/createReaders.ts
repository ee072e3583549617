import { parseAccessLine } from './accessLine.js';
import type { KeyRules } from './keyOf.js';
import { accessReader, keyReader, type LineReader } from './lineReaders.js';
import type { RequestLog } from './requestLog.js';

/** The format of a log: a key a line, or the Common or Combined Log Format. */
export type LogFormat = 'keys' | 'access';

/** A line that could not be read. */
export interface BadLine {
  /** Number of the line in its file, from 1. */
  readonly line: number;
  /** The beginning of the line; undefined for one that is too long to be read. */
  readonly text: string | undefined;
}

/** What was read of one file. */
export interface FileReport {
  readonly format: LogFormat;
  /** Whether lines of an access log name the user agent. */
  readonly hasAgents: boolean;
  readonly lines: number;
  /** Lines that could not be read. */
  readonly bad: number;
  /** The first of them. */
  readonly examples: readonly BadLine[];
  /** Requests that the rules passed over. */
  readonly passedOver: number;
}

/** Reads the lines of one file into a log of requests. */
export interface FileReader {
  /** The next line; undefined for one that is too long to be read. */
  line(text: string | undefined): void;
  /** There are no more lines. */
  end(): FileReport;
}

/** Lines from which the format is detected. */
const SAMPLE = 100;
/** Bad lines that are shown, and characters of each. */
const MAX_EXAMPLES = 3;
const MAX_SHOWN = 80;

/** @returns makes a reader of each file; sessions of clients go on from file to file */
export function createReaders(
  log: RequestLog,
  rules: KeyRules,
  given?: LogFormat,
): () => FileReader {
  const access = accessReader(log, rules);
  return () =>
    createFileReader((format) => (format === 'access' ? access : keyReader(log, rules)), given);
}

function createFileReader(
  readerOf: (format: LogFormat) => LineReader,
  given: LogFormat | undefined,
): FileReader {
  let found: { readonly format: LogFormat; readonly read: LineReader } | undefined;
  /** The first lines, until the format is found. */
  const sample: (string | undefined)[] = [];
  const examples: BadLine[] = [];
  const report = { hasAgents: false, lines: 0, bad: 0, passedOver: 0 };

  const onAgent = () => (report.hasAgents = true);
  const take = (read: LineReader, text: string | undefined): void => {
    report.lines++;
    const result = text === undefined ? 'bad' : read(text, onAgent);
    if (result === 'passed over') report.passedOver++;
    else if (result === 'bad' && ++report.bad <= MAX_EXAMPLES)
      examples.push({ line: report.lines, text: text?.slice(0, MAX_SHOWN) });
  };
  const find = () => {
    const format = given ?? detectFormat(sample);
    const read = readerOf(format);
    for (const text of sample) take(read, text);
    return (found = { format, read });
  };

  return {
    line(text) {
      if (found) take(found.read, text);
      else if (sample.push(text) === SAMPLE) find();
    },
    end() {
      const { format } = found ?? find();
      return { format, ...report, examples };
    },
  };
}

/** An access log if at least half of the lines are lines of one; else a key a line. */
export function detectFormat(lines: readonly (string | undefined)[]): LogFormat {
  const texts = lines.filter((line) => line !== undefined && line.trim() !== '');
  const found = texts.filter((line) => line !== undefined && parseAccessLine(line));
  return texts.length > 0 && 2 * found.length >= texts.length ? 'access' : 'keys';
}
