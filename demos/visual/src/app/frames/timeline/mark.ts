import {
  ChangeDetectionStrategy,
  Component,
  input,
  viewChild,
  type ElementRef,
} from '@angular/core';
import { injectCanvas } from '../../ui/injectCanvas.js';
import { drawMark } from './drawMark.js';
import type { FrameState } from './frameStates.js';

/** The mark of a state, as the timeline draws it. */
@Component({
  selector: 'app-mark',
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `<canvas aria-hidden="true" #mark></canvas>`,
  styles: `
    canvas {
      width: 5px;
      height: 16px;
    }
  `,
})
export class Mark {
  readonly state = input.required<FrameState>();

  private readonly canvas = viewChild.required<ElementRef<HTMLCanvasElement>>('mark');

  constructor() {
    injectCanvas(
      this.canvas,
      () => this.state(),
      (surface, state) =>
        drawMark(surface, state, {
          x: 0,
          base: surface.height,
          width: surface.width,
          height: surface.height,
        }),
    );
  }
}
