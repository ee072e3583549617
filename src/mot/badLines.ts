import { MalformedLineError } from './errors.js';
import type { IndexedFile } from './indexing.js';
import type { LineMark } from './lineMarks.js';
import type { ReadRange } from './pageCache.js';
import type { ParsedFrame } from './parseFrame.js';
import type { MalformedLine } from './types.js';

/** Counts the malformed lines of a frame, once for each frame. */
export type ReportBadLines = (parsed: ParsedFrame, signal: AbortSignal) => Promise<void>;

/** Options of `badLines`. */
export interface BadLinesOptions {
  /** The name of the source. */
  readonly name: string;
  readonly file: IndexedFile;
  readonly read: ReadRange;
  /** Whether the first malformed line is an error. */
  readonly strict: boolean;
}

/**
 * Numbers malformed lines, by counting line ends from the last known line number.
 *
 * The report rejects with a `MalformedLineError` if `strict`.
 */
export function badLines({ name, file, read, strict }: BadLinesOptions): ReportBadLines {
  const { malformed, marks, format } = file;
  /** Frames whose malformed lines were counted. */
  const counted = new Set<number>();

  async function countTo(offset: number, known: LineMark, signal: AbortSignal): Promise<LineMark> {
    const mark = marks.before(offset);
    const from = known.offset > mark.offset && known.offset <= offset ? known : mark;
    let { line } = from;
    if (from.offset === offset) return from;
    const bytes = await read({ start: from.offset, end: offset }, signal);
    for (
      let at = bytes.indexOf(format.lineEnd, 0);
      at >= 0;
      at = bytes.indexOf(format.lineEnd, at + 1)
    )
      line++;
    return { offset, line };
  }

  return async ({ frame: { frame }, bad, badCount }, signal) => {
    if (bad.length === 0 || (counted.has(frame) && !strict)) return;
    const kept: MalformedLine[] = [];
    let known: LineMark = { offset: 0, line: 1 };
    for (const { offset, reason } of bad.slice(0, strict ? 1 : malformed.room)) {
      known = await countTo(offset, known, signal);
      if (strict) throw new MalformedLineError(name, known.line, reason);
      kept.push({ line: known.line, reason });
    }
    // Another load of the frame may have counted them meanwhile.
    if (counted.has(frame)) return;
    counted.add(frame);
    for (const line of kept) malformed.add(line);
    malformed.addUnseen(badCount - kept.length);
  };
}
