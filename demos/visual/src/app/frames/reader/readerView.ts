import {
  ChangeDetectionStrategy,
  Component,
  computed,
  effect,
  input,
  signal,
  viewChild,
  type ElementRef,
} from '@angular/core';
import type { Frame } from 'rxjs-prefetch-cache/mot';
import { injectCanvas } from '../../ui/injectCanvas.js';
import type { Sequence } from '../sequence/sequence.js';
import { drawScene } from './drawScene.js';
import type { Reader } from './injectReader.js';
import { sayAnswer } from './sayAnswer.js';
import { Transport } from './transport.js';

/** Milliseconds of a wait before it is announced to screen readers. */
const patience = 400;

/** The picture of a reader, its text, and its buttons. */
@Component({
  selector: 'app-reader',
  imports: [Transport],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <div class="scene" [style.aspect-ratio]="'16 / 9'">
      <canvas
        role="img"
        [attr.aria-label]="'What reader ' + reader().name + ' sees'"
        #scene
      ></canvas>
      @if (title()) {
        <span class="badge">{{ title() }}</span>
      }
    </div>
    <p class="status" [class.fault]="isFault()">{{ said() }}</p>
    <p class="only-said" role="status">{{ announced() }}</p>
    <app-transport [reader]="reader()" [lastFrame]="sequence()?.frames?.at(-1) ?? 0" />
  `,
  styles: `
    :host {
      display: block;
      min-width: 0;
    }
    .scene {
      position: relative;
      background: var(--well);
      border-radius: var(--radius-small);
      overflow: hidden;
    }
    canvas {
      position: absolute;
      inset: 0;
      width: 100%;
      height: 100%;
    }
    .badge {
      position: absolute;
      right: 8px;
      top: 8px;
      padding: 0 8px;
      border-radius: 10px;
      background: var(--panel);
      border: 1px solid var(--line);
      font-weight: 600;
    }
    .status {
      height: 28px;
      padding: var(--space-1) 0;
      overflow: hidden;
      text-overflow: ellipsis;
      white-space: nowrap;
      color: var(--muted);
    }
    .fault {
      color: var(--warning);
    }
  `,
})
export class ReaderView {
  readonly reader = input.required<Reader>();
  readonly sequence = input.required<Sequence | undefined>();
  /** Title on the picture, if there are two readers. */
  readonly title = input('');
  /** Resident frames before a frame, the latest first. */
  readonly before = input.required<(frame: number) => readonly Frame[]>();

  private readonly canvas = viewChild.required<ElementRef<HTMLCanvasElement>>('scene');

  protected readonly said = computed(() => sayAnswer(this.reader().answer()));
  protected readonly isFault = computed(() =>
    ['failed', 'missing'].includes(this.reader().answer().status),
  );
  protected readonly announced = signal('');

  constructor() {
    injectCanvas(
      this.canvas,
      () => {
        const [frame, sequence] = [this.reader().shown(), this.sequence()];
        return {
          frame,
          before: frame ? this.before()(frame.frame) : [],
          isStale:
            this.reader().answer().status === 'waiting' ||
            this.reader().answer().status === 'failed',
          width: sequence?.width ?? 1920,
          height: sequence?.height ?? 1080,
        };
      },
      drawScene,
    );
    // Short waits are not announced: during play, screen readers would read nothing else.
    effect((onCleanup) => {
      const said = this.said();
      const timer = setTimeout(() => this.announced.set(said), this.isFault() ? 0 : patience);
      onCleanup(() => clearTimeout(timer));
    });
  }
}
