import { drawText } from './drawText.js';
import { encodePng } from './encodePng.js';

const SIZE = 256;

/** Waves of the landscape: more and more of them, lower and lower. */
const octaves = [1, 4, 16, 64];

/** A PNG of a map tile: contour lines of a landscape, a border, and its name. */
export function tile(z: number, x: number, y: number): Buffer {
  const scale = 2 ** z * SIZE;
  const places = (tile: number): number[] =>
    Array.from({ length: SIZE }, (_, i) => (tile * SIZE + i) / scale);
  const columns = places(x).map((x) => octaves.map((n) => Math.sin(12 * n * x + n)));
  const rows = places(y).map((y) => octaves.map((n) => Math.cos(9 * n * y - n) / Math.sqrt(n)));
  const image = { width: SIZE, height: SIZE, pixels: new Uint8Array(SIZE * SIZE) };
  rows.forEach((inRow, row) => {
    columns.forEach((inColumn, column) => {
      const height = inRow.reduce((sum, wave, i) => sum + wave * (inColumn[i] ?? 0), 0);
      const level = 2 + Math.min(13, Math.max(0, Math.floor(7 + 4 * height)));
      image.pixels[row * SIZE + column] = row === 0 || column === 0 ? 1 : level;
    });
  });
  drawText(image, `${z}/${x}/${y}`, [10, 10], 4, 0);
  return encodePng(image, palette);
}

/** Black, a grey, and 14 colours from water to rock. */
const palette = Uint8Array.from([
  ...[0x20, 0x20, 0x20, 0x99, 0x99, 0x99],
  ...Array.from({ length: 14 }, (_, i) =>
    i < 6 ? [120 + 12 * i, 170 + 10 * i, 225] : [140 + 12 * (i - 6), 190 + 5 * (i - 6), 120 + 10 * (i - 6)],
  ).flat(),
]); // prettier-ignore
