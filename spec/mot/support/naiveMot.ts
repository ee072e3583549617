import type { Detection } from '../../../src/mot/index.js';

/** The content of a file, read in the simplest way: as text, line by line. */
export interface NaiveMot {
  readonly frames: ReadonlyMap<number, readonly Detection[]>;
  /** Lines with a frame number. */
  readonly lines: number;
  /** Numbers of the lines without one. */
  readonly withoutFrame: readonly number[];
  /** Numbers of the other malformed lines. */
  readonly malformed: readonly number[];
  /** Whether any line is readable, or there are none. */
  readonly isReadable: boolean;
}

const decimal = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/;

export function naiveMot(content: string): NaiveMot {
  const frames = new Map<number, Detection[]>();
  const withoutFrame: number[] = [];
  const malformed: number[] = [];
  let lines = 0;
  content
    .replace(/^\uFEFF/, '')
    .split('\n')
    .forEach((text, i) => {
      if (text.trim() === '' || text.trim().startsWith('#')) return;
      const columns = text
        .split(',')
        .map((column) => (decimal.test(column.trim()) ? Number(column.trim()) : NaN));
      const [first = NaN] = columns;
      if (!Number.isSafeInteger(first)) {
        withoutFrame.push(i + 1);
        return;
      }
      lines++;
      const detections = frames.get(first + 0) ?? [];
      frames.set(first + 0, detections);
      if (
        columns.length < 7 ||
        columns.length > 10 ||
        columns.some((column) => !Number.isFinite(column))
      )
        malformed.push(i + 1);
      else detections.push(naiveDetection(columns));
    });
  const isReadable = lines > malformed.length || withoutFrame.length + malformed.length === 0;
  return { frames, lines, withoutFrame, malformed, isReadable };
}

function naiveDetection(columns: readonly number[]): Detection {
  const names = [
    'trackId',
    'left',
    'top',
    'width',
    'height',
    'confidence',
    ...(columns.length === 10 ? ['x', 'y', 'z'] : ['classId', 'visibility']),
  ];
  const detection: Record<string, number> = {};
  for (const [i, value] of columns.slice(1).entries()) detection[names[i] ?? ''] = value;
  return detection as unknown as Detection;
}
