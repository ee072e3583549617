/** Names of columns that `motProvider` knows. */
export const COLUMNS = [
  'frame',
  'trackId',
  'left',
  'top',
  'right',
  'bottom',
  'centerX',
  'centerY',
  'width',
  'height',
  'confidence',
  'classId',
  'className',
  'visibility',
  'x',
  'y',
  'z',
] as const;

/** Name of a column that `motProvider` knows. */
export type MotColumn = (typeof COLUMNS)[number];

/** Name of the layout of a benchmark. */
export type MotLayoutName = 'mot' | 'visdrone' | 'kitti';

/** Names of the columns of a line; null for a column that is not read. */
export type Layout = readonly (string | null)[];

const box: Layout = ['frame', 'trackId', 'left', 'top', 'width', 'height', 'confidence'];
const kitti: Layout = [
  'frame',
  'trackId',
  'className',
  'truncated',
  'occluded',
  'alpha',
  'left',
  'top',
  'right',
  'bottom',
  'objectHeight',
  'objectWidth',
  'objectLength',
  'x',
  'y',
  'z',
  'rotationY',
];

/** Layouts of each benchmark, chosen by the number of columns of a line. */
export const LAYOUTS: Readonly<Record<MotLayoutName, readonly Layout[]>> = {
  mot: [box, [...box, 'classId'], [...box, 'classId', 'visibility'], [...box, 'x', 'y', 'z']],
  visdrone: [[...box, 'classId', 'truncation', 'occlusion']],
  kitti: [kitti, [...kitti, 'confidence']],
};

/** Whether `motProvider` knows a column. */
export function isKnownColumn(name: string | null): name is MotColumn {
  return (COLUMNS as readonly (string | null)[]).includes(name);
}

/** What a layout lacks for a frame and a box; undefined if it lacks nothing. */
export function lackOf(layout: Layout): string | undefined {
  const count = (names: readonly string[]) => names.filter((name) => layout.includes(name)).length;
  if (!layout.includes('frame')) return 'frame';
  if (count(['left', 'right', 'centerX', 'width']) < 2)
    return 'two of left, right, centerX and width';
  if (count(['top', 'bottom', 'centerY', 'height']) < 2)
    return 'two of top, bottom, centerY and height';
  return undefined;
}
