import type { Surface } from '../../ui/injectCanvas.js';
import { drawMark } from './drawMark.js';
import type { FrameState } from './frameStates.js';
import type { Span } from './span.js';

/** Content of the zoomed strip. */
export interface NearStrip {
  readonly near: Span;
  readonly has: (frame: number) => boolean;
  readonly states: ReadonlyMap<number, FrameState>;
  /** Positions and names of the readers; names are empty for a single reader. */
  readonly readers: readonly { readonly frame: number; readonly name: string }[];
}

const numbers = '9px system-ui, sans-serif';
const names = '600 10px system-ui, sans-serif';
const absent = { kind: 'absent' } as const;
const current = { kind: 'current' } as const;

/** Height of the numbers below the marks, and of the names above them. */
const [below, above] = [14, 12];

/** Draws the frames around a reader, one mark each, with a number at each tenth. */
export function drawNear(surface: Surface, { near, has, states, readers }: NearStrip): void {
  const { context, width, height, colours } = surface;
  const each = width / (near.to - near.from + 1);
  const place = {
    base: height - below,
    width: Math.max(each - 1, 1),
    height: height - below - above,
  };
  for (let frame = near.from; frame <= near.to; frame++) {
    if (!has(frame)) continue;
    drawMark(surface, states.get(frame) ?? absent, { x: (frame - near.from) * each, ...place });
  }
  context.textAlign = 'center';
  context.font = numbers;
  context.fillStyle = colours.muted;
  for (let frame = Math.ceil(near.from / 10) * 10; frame <= near.to; frame += 10) {
    const x = (frame - near.from + 0.5) * each;
    if (x > 12 && x < width - 12) context.fillText(String(frame), x, height - 2);
  }
  context.font = names;
  for (const { frame, name } of readers) {
    if (frame < near.from || frame > near.to) continue;
    const x = (frame - near.from) * each;
    drawMark(surface, current, {
      x: x - 0.5,
      base: place.base,
      width: place.width + 1,
      height: place.height + 3,
    });
    const middle = x + place.width / 2;
    if (name) context.fillText(name, middle, 9);
    else drawArrow(context, middle);
  }
}

function drawArrow(context: CanvasRenderingContext2D, x: number): void {
  context.beginPath();
  context.moveTo(x - 5, 1);
  context.lineTo(x + 5, 1);
  context.lineTo(x, 9);
  context.fill();
}
