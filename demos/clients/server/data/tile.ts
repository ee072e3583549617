import { drawText } from './drawText.js';
import { encodePng } from './encodePng.js';

const SIZE = 256;

/** Waves of the landscape: more and more of them, lower and lower. */
const octaves = [1, 4, 16, 64];

/** A PNG of a map tile: contour lines of a landscape, a border, and its name. */
export function tile(z: number, x: number, y: number): Buffer {
  const image = { width: SIZE, height: SIZE, pixels: new Uint8Array(SIZE * SIZE) };
  const heights = new Float32Array(SIZE * SIZE);
  for (const octave of octaves) {
    const place = (tile: number, i: number): number =>
      (octave * (tile * SIZE + i)) / (2 ** z * SIZE);
    const acrosses = Array.from({ length: SIZE }, (_, i) => Math.sin(12 * place(x, i) + octave));
    for (let row = 0, at = 0; row < SIZE; row++) {
      const down = Math.cos(9 * place(y, row) - octave) / Math.sqrt(octave);
      for (const across of acrosses) {
        heights[at] = (heights[at] ?? 0) + across * down;
        at++;
      }
    }
  }
  heights.forEach((height, i) => {
    const level = height < -1.75 ? 0 : height > 1.5 ? 13 : (7 + 4 * height) | 0;
    image.pixels[i] = i < SIZE || i % SIZE === 0 ? 1 : 2 + level;
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
