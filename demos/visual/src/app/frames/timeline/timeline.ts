import {
  ChangeDetectionStrategy,
  Component,
  computed,
  input,
  signal,
  viewChild,
  type ElementRef,
  type Signal,
} from '@angular/core';
import type { CacheState } from 'rxjs-prefetch-cache';
import { injectCanvas, type Surface } from '../../ui/injectCanvas.js';
import type { Reader } from '../reader/injectReader.js';
import type { Sequence } from '../sequence/sequence.js';
import { drawNear } from './drawNear.js';
import { drawSequence } from './drawSequence.js';
import { frameStates } from './frameStates.js';
import { Legend } from './legend.js';
import { numberAt, spanAround, type Span } from './span.js';

/** The state of each frame, for the whole sequence and around a reader. Both can be dragged. */
@Component({
  selector: 'app-timeline',
  imports: [Legend],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <section class="panel" aria-labelledby="timeline">
      <div class="panel-head">
        <h2 id="timeline">Timeline</h2>
        <app-legend />
      </div>
      <div
        class="strip"
        role="slider"
        tabindex="0"
        [attr.aria-label]="'Frame of reader ' + reader().name"
        [attr.aria-valuemin]="all().from"
        [attr.aria-valuemax]="all().to"
        [attr.aria-valuenow]="reader().current()"
        [attr.aria-valuetext]="'Frame ' + reader().current()"
        (keydown)="press($event)"
        (pointerdown)="drag($event, all())"
        (pointermove)="dragOn($event)"
        (pointerup)="drop()"
        (pointercancel)="drop()"
      >
        <canvas class="sequence" #whole></canvas>
      </div>
      <div
        class="strip"
        role="img"
        [attr.aria-label]="'Frames ' + near().from + ' to ' + near().to"
        (pointerdown)="drag($event, near())"
        (pointermove)="dragOn($event)"
        (pointerup)="drop()"
        (pointercancel)="drop()"
      >
        <canvas class="near" #close></canvas>
      </div>
    </section>
  `,
  styles: `
    :host {
      display: block;
      min-width: 0;
    }
    .panel-head {
      flex-wrap: wrap;
      align-items: center;
    }
    .strip {
      cursor: ew-resize;
      touch-action: none;
      border-radius: 2px;
    }
    canvas {
      width: 100%;
    }
    .sequence {
      height: 24px;
      margin-bottom: var(--space-2);
    }
    .near {
      height: 64px;
    }
  `,
})
export class Timeline {
  readonly state = input.required<CacheState<number> | undefined>();
  readonly sequence = input.required<Sequence | undefined>();
  readonly readers = input.required<readonly Reader[]>();
  /** The reader in the middle, which is dragged. */
  readonly reader = input.required<Reader>();

  private readonly whole = viewChild.required<ElementRef<HTMLCanvasElement>>('whole');
  private readonly close = viewChild.required<ElementRef<HTMLCanvasElement>>('close');
  private readonly states = computed(() => frameStates(this.state()));
  private readonly dragged = signal<Span | undefined>(undefined);

  protected readonly all = computed<Span>(() => {
    const frames = this.sequence()?.frames;
    return { from: frames?.[0] ?? 0, to: frames?.at(-1) ?? 0 };
  });
  /** Fixed while it is dragged, so that it does not move under the pointer. */
  protected readonly near: Signal<Span> = computed(
    () => this.held() ?? spanAround(this.reader().current(), this.all(), this.size().width),
  );

  private readonly held = signal<Span | undefined>(undefined);
  private readonly size = injectCanvas(
    this.close,
    () => ({
      isOpen: this.sequence() !== undefined,
      near: this.near(),
      has: (frame: number) => this.sequence()?.provider.has(frame) ?? false,
      states: this.states(),
      readers: this.readers().map(({ current, name }) => ({
        frame: current(),
        name: this.readers().length > 1 ? name : '',
      })),
    }),
    ifOpen(drawNear),
  );

  constructor() {
    injectCanvas(
      this.whole,
      () => ({
        isOpen: this.sequence() !== undefined,
        all: this.all(),
        near: this.near(),
        states: this.states(),
        readers: this.readers().map(({ current }) => current()),
      }),
      ifOpen(drawSequence),
    );
  }

  protected drag(event: PointerEvent, span: Span): void {
    if (event.button !== 0) return;
    (event.currentTarget as Element).setPointerCapture(event.pointerId);
    this.held.set(this.near());
    this.dragged.set(span);
    this.dragOn(event);
  }

  protected dragOn(event: PointerEvent): void {
    const span = this.dragged();
    if (!span) return;
    const { left, width } = (event.currentTarget as Element).getBoundingClientRect();
    const frame = numberAt(span, event.clientX - left, width);
    if (frame !== this.reader().current()) this.reader().goNear(frame);
  }

  protected drop(): void {
    this.dragged.set(undefined);
    this.held.set(undefined);
  }

  /** Keys of a slider, beside those of the page. */
  protected press(event: KeyboardEvent): void {
    const reader = this.reader();
    const { from, to } = this.all();
    if (event.key === 'PageUp') reader.step(15);
    else if (event.key === 'PageDown') reader.step(-15);
    else if (event.key === 'ArrowUp') reader.step(1);
    else if (event.key === 'ArrowDown') reader.step(-1);
    else if (event.key === 'Home') reader.goNear(from);
    else if (event.key === 'End') reader.goNear(to);
    else return;
    event.preventDefault();
  }
}

/** Draws nothing while no sequence is open: its one frame, 0, would be as wide as the strip. */
function ifOpen<M>(
  draw: (surface: Surface, model: M) => void,
): (surface: Surface, model: M & { readonly isOpen: boolean }) => void {
  return (surface, model) => {
    if (model.isOpen) draw(surface, model);
  };
}
