import type { ThemeName } from '../shell/theme.js';
import { colourAt, coloursOf } from './tileColours.js';
import { tilePoints, type Tile } from './tile.js';

/** Pixels along the side of an image. */
const side = 192;

/** Heights between two contour lines. */
const contour = 0.055;

/** Each tile is drawn once a theme, and forgotten with the tile. */
const images: Readonly<Record<ThemeName, WeakMap<Tile, HTMLCanvasElement>>> = {
  light: new WeakMap(),
  dark: new WeakMap(),
};

/** The picture of a tile: a colour for each layer of heights, with contour lines between them. */
export function tileImage(tile: Tile, theme: ThemeName): HTMLCanvasElement {
  const known = images[theme].get(tile);
  if (known) return known;
  const image = document.createElement('canvas');
  image.width = side;
  image.height = side;
  image.getContext('2d')?.putImageData(coloured(tile, theme), 0, 0);
  images[theme].set(tile, image);
  return image;
}

function coloured({ heights }: Tile, theme: ThemeName): ImageData {
  const { data } = new ImageData(side, side);
  const fine = enlarged(heights);
  const colours = coloursOf(theme);
  const bandAt = (i: number): number => Math.floor((fine[i] ?? 0) / contour);
  for (let i = 0; i < fine.length; i++) {
    const band = bandAt(i);
    // At the right and lower edges there is no neighbour to compare with.
    const isLine =
      (i % side < side - 1 && band !== bandAt(i + 1)) ||
      (i + side < fine.length && band !== bandAt(i + side));
    const shade = isLine ? (theme === 'dark' ? 1.14 : 0.92) : 1;
    const at = colourAt((band + 0.5) * contour);
    for (let part = 0; part < 3; part++) data[4 * i + part] = (colours[at + part] ?? 0) * shade;
    data[4 * i + 3] = 255;
  }
  return new ImageData(data, side, side);
}

/** As many heights as there are pixels, between those that are known. */
function enlarged(heights: Float32Array): Float32Array {
  const fine = new Float32Array(side * side);
  const scale = (tilePoints - 1) / side;
  for (let row = 0, i = 0; row < side; row++) {
    const top = Math.floor(row * scale);
    const down = row * scale - top;
    for (let column = 0; column < side; column++, i++) {
      const left = Math.floor(column * scale);
      const across = column * scale - left;
      const at = top * tilePoints + left;
      const upper = (heights[at] ?? 0) * (1 - across) + (heights[at + 1] ?? 0) * across;
      const lower =
        (heights[at + tilePoints] ?? 0) * (1 - across) +
        (heights[at + tilePoints + 1] ?? 0) * across;
      fine[i] = upper * (1 - down) + lower * down;
    }
  }
  return fine;
}
