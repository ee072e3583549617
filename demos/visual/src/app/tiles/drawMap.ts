import type { ThemeName } from '../shell/theme.js';
import type { Surface } from '../ui/injectCanvas.js';
import type { Sight } from './injectSights.js';
import { placeOf, type Place } from './place.js';
import type { Tile } from './tile.js';
import { tileImage } from './tileImage.js';
import type { TileMark } from './tileMarks.js';
import { boxOf, tileZoom, type Box, type View } from './view.js';

/** The picture of the map. */
export interface MapPicture {
  readonly view: View;
  /** The part that the user sees. The rest only shows the cache. */
  readonly window: { readonly width: number; readonly height: number };
  readonly sights: ReadonlyMap<string, Sight>;
  readonly marks: readonly TileMark[];
  /** A resident tile. Makes no request. */
  readonly peek: (key: string) => Tile | undefined;
  readonly theme: ThemeName;
}

/** Draws the tiles of the window, and around it, paler, all tiles that the cache knows. */
export function drawMap(surface: Surface, picture: MapPicture): void {
  const { context, width, height, colours } = surface;
  const { view, window, sights, marks, peek, theme } = picture;
  const place = (key: string): Box => boxOf(placeOf(key), view, width, height);
  const shown = marks.filter(({ key }) => placeOf(key).z === tileZoom(view));

  for (const { key } of shown) {
    const tile = peek(key);
    if (tile) drawTile(context, tile, place(key), theme);
  }
  context.globalAlpha = 0.5;
  context.fillStyle = colours.well;
  context.fillRect(0, 0, width, height);
  context.globalAlpha = 1;

  const frame = { left: (width - window.width) / 2, top: (height - window.height) / 2, ...window };
  context.save();
  context.beginPath();
  context.rect(frame.left, frame.top, frame.width, frame.height);
  context.clip();
  context.fillStyle = colours.well;
  context.fill();
  for (const [key, sight] of sights) {
    if (sight.status === 'shown') drawTile(context, sight.tile, place(key), theme);
    else drawParent(context, placeOf(key), place(key), peek, theme);
    if (sight.status === 'failed') drawFailed(surface, place(key));
  }
  context.restore();

  for (const mark of shown) drawOutline(surface, mark, place(mark.key));
  context.strokeStyle = colours.ink;
  context.lineWidth = 2;
  context.strokeRect(frame.left, frame.top, frame.width, frame.height);
}

function drawTile(
  context: CanvasRenderingContext2D,
  tile: Tile,
  { left, top, width, height }: Box,
  theme: ThemeName,
): void {
  // On whole pixels, so that no seams show.
  const [x, y] = [Math.floor(left), Math.floor(top)];
  context.drawImage(
    tileImage(tile, theme),
    x,
    y,
    Math.floor(left + width) - x,
    Math.floor(top + height) - y,
  );
}

/** Draws the part of a coarser tile, if there is one, while a tile loads. */
function drawParent(
  context: CanvasRenderingContext2D,
  place: Place,
  box: Box,
  peek: (key: string) => Tile | undefined,
  theme: ThemeName,
): void {
  for (let up = 1; up <= 3 && up <= place.z; up++) {
    const tile = peek(`${place.z - up}/${place.x >> up}/${place.y >> up}`);
    if (!tile) continue;
    const image = tileImage(tile, theme);
    const part = image.width / 2 ** up;
    const [column, row] = [place.x % 2 ** up, place.y % 2 ** up];
    context.drawImage(
      image,
      column * part,
      row * part,
      part,
      part,
      box.left,
      box.top,
      box.width,
      box.height,
    );
    return;
  }
}

function drawFailed({ context, colours }: Surface, { left, top, width, height }: Box): void {
  context.strokeStyle = colours.flight;
  context.lineWidth = 2;
  const [x, y] = [left + width / 2, top + height / 2];
  context.beginPath();
  context.moveTo(x - 8, y - 8);
  context.lineTo(x + 8, y + 8);
  context.moveTo(x + 8, y - 8);
  context.lineTo(x - 8, y + 8);
  context.stroke();
}

/**
 * Planned: dashes, the clearer the likelier. In flight: thick dashes. Loaded ahead: a thin line.
 * Used: a line with a filled corner.
 */
function drawOutline(
  { context, colours }: Surface,
  { kind, likelihood }: TileMark,
  { left, top, width, height }: Box,
): void {
  context.strokeStyle = colours[kind];
  context.fillStyle = colours[kind];
  context.lineWidth = kind === 'flight' ? 2.5 : kind === 'planned' ? 1.5 : 1;
  context.setLineDash(kind === 'planned' ? [3, 4] : kind === 'flight' ? [9, 6] : []);
  context.globalAlpha = kind === 'planned' ? 0.4 + 0.6 * likelihood : kind === 'used' ? 0.6 : 1;
  context.strokeRect(
    Math.floor(left) + 2.5,
    Math.floor(top) + 2.5,
    Math.floor(width) - 4,
    Math.floor(height) - 4,
  );
  if (kind === 'used') {
    context.beginPath();
    context.moveTo(left + 2, top + 2);
    context.lineTo(left + 10, top + 2);
    context.lineTo(left + 2, top + 10);
    context.fill();
  }
  context.setLineDash([]);
  context.globalAlpha = 1;
}
