import type { Layout, MotColumn } from './columns.js';

type Aliases = readonly [MotColumn, string];

const box = (names: string) =>
  names
    .split(' ')
    .flatMap((name) => [name, `bb${name}`, `bbox${name}`, `box${name}`])
    .join(' ');

/** Names of columns in the files of trackers, lower case without signs, the best one first. */
const ALIASES: readonly Aliases[] = [
  ['frame', 'frame framenumber frameid frameindex frameidx frameno framenum'],
  [
    'trackId',
    'trackid track trackerid tracknumber targetid objectid objid personid identity tid id',
  ],
  ['left', box('left xmin x1 xtl xleft')],
  ['top', box('top ymin y1 ytl ytop')],
  ['right', box('right xmax x2 xbr xright')],
  ['bottom', box('bottom ymax y2 ybr ybottom')],
  ['centerX', box('centerx xcenter centrex xcentre cx xc')],
  ['centerY', box('centery ycenter centrey ycentre cy yc')],
  ['width', box('width w')],
  ['height', box('height h')],
  ['confidence', 'confidence conf score detectionscore detscore probability prob'],
  [
    'classId',
    'classid class categoryid category objectcategory objectclass cls label labelid classname objecttype type',
  ],
  ['visibility', 'visibility visibilityratio vis'],
];
/** `x` and `y` are the corner of the box without another corner; else a position in the world. */
const CORNERS: readonly Aliases[] = [
  ['left', box('x')],
  ['top', box('y')],
];
const WORLD: readonly Aliases[] = [
  ['x', 'x worldx xworld'],
  ['y', 'y worldy yworld'],
  ['z', 'z worldz zworld'],
];

/**
 * Layout of a header line.
 *
 * Unknown names are kept. A column without a name is not read.
 *
 * @param isText - whether a column contains text
 */
export function headerLayout(
  names: readonly string[],
  isText: (column: number) => boolean,
): Layout {
  const plain = names.map((name) => name.toLowerCase().replace(/[^a-z0-9]/g, ''));
  const layout: (string | null)[] = names.map((name) => (name === '' ? null : name));
  const named = new Set<number>();

  function find([column, aliases]: Aliases): void {
    for (const alias of aliases.split(' ')) {
      const at = plain.findIndex((name, i) => name === alias && !named.has(i));
      if (at < 0) continue;
      named.add(at);
      layout[at] = column === 'classId' && isText(at) ? 'className' : column;
      return;
    }
  }

  ALIASES.forEach(find);
  const has = (...columns: MotColumn[]) =>
    columns.some((column) => named.has(layout.indexOf(column)));
  if (!has('left', 'centerX')) CORNERS.slice(0, 1).forEach(find);
  if (!has('top', 'centerY')) CORNERS.slice(1).forEach(find);
  WORLD.forEach(find);
  // A further column with a known name, such as a second `left`, keeps it with a mark.
  return layout.map((name, i) =>
    name !== null && !named.has(i) && layout.indexOf(name) !== i ? `${name} (${i + 1})` : name,
  );
}
