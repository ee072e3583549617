import { drawText } from './drawText.js';
import { encodePng, type GreyImage } from './encodePng.js';

/** Width and height of a slice. */
const SLICE_SIZE = 256;
/** How many slices the stack has. */
export const SLICES = 200;

/** A PNG of a slice of a stack: two ellipsoids, and its number. */
export function slicePng(slice: number): Buffer {
  return encodePng(sliceImage(slice));
}

/** The pixels of a slice, as 16-bit numbers from 0 to 4080, row by row, little-endian. */
export function slicePixels(slice: number): Buffer {
  const { pixels } = sliceImage(slice);
  const bytes = Buffer.alloc(2 * pixels.length);
  pixels.forEach((level, i) => bytes.writeUInt16LE(16 * level, 2 * i));
  return bytes;
}

function sliceImage(slice: number): GreyImage {
  const size = SLICE_SIZE;
  const image = { width: size, height: size, pixels: new Uint8Array(size * size) };
  const depth = (2 * slice) / SLICES - 1;
  for (let row = 0; row < size; row++)
    for (let column = 0; column < size; column++) {
      const [x, y] = [(2 * column) / size - 1, (2 * row) / size - 1];
      const outer = x ** 2 / 0.6 + y ** 2 / 0.85 + depth ** 2 / 1.2;
      const inner = (x - 0.2) ** 2 / 0.08 + (y + 0.1) ** 2 / 0.12 + (depth - 0.1) ** 2 / 0.3;
      image.pixels[row * size + column] = outer > 1 ? 8 : inner < 1 ? 190 : 90 + 40 * outer;
    }
  drawText(image, `${slice}`, [8, 8], 4, 255);
  return image;
}
