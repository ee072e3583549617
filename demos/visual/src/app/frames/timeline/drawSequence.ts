import type { Surface } from '../../ui/injectCanvas.js';
import type { FrameState } from './frameStates.js';
import type { Span } from './span.js';

/** Content of the strip of the whole sequence. */
export interface SequenceStrip {
  readonly all: Span;
  /** Frames of the strip below. */
  readonly near: Span;
  readonly states: ReadonlyMap<number, FrameState>;
  /** Positions of the readers. */
  readonly readers: readonly number[];
}

/** Draws the whole sequence: known frames, the span of the strip below, and the readers. */
export function drawSequence(
  { context, width, height, colours }: Surface,
  { all, near, states, readers }: SequenceStrip,
): void {
  const each = width / (all.to - all.from + 1);
  const xOf = (frame: number): number => (frame - all.from) * each;
  const thick = Math.max(1, each);
  drawNumbers(context, all, xOf, colours.muted);
  context.fillStyle = colours.absent;
  context.fillRect(0, height - 2, width, 2);
  for (const [frame, { kind }] of states) {
    if (kind === 'planned' || kind === 'absent') continue;
    context.fillStyle = colours[kind === 'current' ? 'ink' : kind];
    const tall = (kind === 'used' ? 0.75 : kind === 'flight' ? 0.62 : 0.5) * height;
    context.fillRect(xOf(frame), height - tall, thick, tall);
  }
  const [left, right] = [Math.round(xOf(near.from)) + 0.5, Math.round(xOf(near.to + 1)) - 0.5];
  context.strokeStyle = colours.muted;
  context.lineWidth = 1;
  context.strokeRect(left, 0.5, Math.max(right - left, 2), height - 1);
  context.fillStyle = colours.ink;
  for (const frame of readers)
    context.fillRect(Math.round(xOf(frame) + each / 2 - 1), 0, 2, height);
}

/** Draws as many round numbers as fit. */
function drawNumbers(
  context: CanvasRenderingContext2D,
  { from, to }: Span,
  xOf: (frame: number) => number,
  colour: string,
): void {
  context.font = '9px system-ui, sans-serif';
  context.textAlign = 'center';
  context.fillStyle = colour;
  const step = roundStep((70 * (to - from + 1)) / (xOf(to) - xOf(from) + 1));
  for (let frame = Math.ceil((from + step / 2) / step) * step; frame < to - step / 4; frame += step)
    context.fillText(String(frame), xOf(frame), 9);
}

/** The next of 1, 2, 5, 10, 20, 50 … */
function roundStep(least: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(least, 1)));
  return power * ([1, 2, 5].find((factor) => factor * power >= least) ?? 10);
}
