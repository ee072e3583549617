import type { GreyImage } from './encodePng.js';

/** Digits and `/`, 3 wide and 5 high, a bit for each pixel from the left upper one. */
const glyphs: Readonly<Record<string, string>> = {
  0: '111101101101111',
  1: '010110010010111',
  2: '111001111100111',
  3: '111001111001111',
  4: '101101111001001',
  5: '111100111001111',
  6: '111100111101111',
  7: '111001001001001',
  8: '111101111101111',
  9: '111101111001111',
  '/': '001001010100100',
};

/** Draws digits and `/` from a left upper corner, each pixel `scale` wide and high. */
export function drawText(
  { width, pixels }: GreyImage,
  text: string,
  [left, top]: readonly [number, number],
  scale: number,
  level: number,
): void {
  for (let i = 0; i < text.length; i++) {
    const glyph = glyphs[text.charAt(i)] ?? '';
    for (let at = 0; at < glyph.length; at++) {
      if (glyph.charAt(at) === '0') continue;
      const x = left + (4 * i + (at % 3)) * scale;
      const y = top + Math.floor(at / 3) * scale;
      for (let row = y; row < y + scale; row++)
        pixels.fill(level, row * width + x, row * width + x + scale);
    }
  }
}
