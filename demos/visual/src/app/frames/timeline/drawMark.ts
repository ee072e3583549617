import type { Surface } from '../../ui/injectCanvas.js';
import type { FrameState } from './frameStates.js';

/** Place of a mark: left edge, base line, width and height. */
export interface MarkPlace {
  readonly x: number;
  readonly base: number;
  readonly width: number;
  readonly height: number;
}

/**
 * Draws a frame of the timeline.
 *
 * Each state has a shape, so that states differ without colours: a dash, a pin as high as the
 * likelihood, a broken bar, a low bar, a high bar, and a full line.
 */
export function drawMark(
  { context, colours }: Pick<Surface, 'context' | 'colours'>,
  state: FrameState,
  { x, base, width, height }: MarkPlace,
): void {
  const bar = (from: number, to: number): void => context.fillRect(x, base - to, width, to - from);
  context.fillStyle = colours[state.kind === 'current' ? 'ink' : state.kind];
  switch (state.kind) {
    case 'absent':
      bar(0, 2);
      break;
    case 'planned': {
      const top = 5 + (height * 0.75 - 5) * state.likelihood;
      context.fillRect(x + (width - 1) / 2, base - top, 1, top);
      bar(top - 3, top);
      break;
    }
    case 'flight':
      for (let from = 0; from < height * 0.75; from += 5)
        bar(from, Math.min(from + 3, height * 0.75));
      break;
    case 'resident':
      bar(0, height * 0.5);
      break;
    case 'used':
      bar(0, height * 0.75);
      break;
    case 'current':
      bar(0, height);
      break;
    default:
      state satisfies never;
  }
}
