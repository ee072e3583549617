import {
  ChangeDetectionStrategy,
  Component,
  computed,
  inject,
  input,
  model,
  viewChild,
  type ElementRef,
  type Signal,
} from '@angular/core';
import type { CacheState, PrefetchCache } from 'rxjs-prefetch-cache';
import { Theme } from '../shell/theme.js';
import { injectCanvas, type Size } from '../ui/injectCanvas.js';
import { drawMap } from './drawMap.js';
import { injectSights } from './injectSights.js';
import { keyOf } from './place.js';
import type { Tile } from './tile.js';
import { tileMarks } from './tileMarks.js';
import { moved, placesIn, tileZoom, zoomed, type View } from './view.js';

/** How far an arrow key goes, in pixels. */
const stride = 48;

/** Share of each side that the window takes. Prefetched tiles are visible around it. */
const windowShare = 0.6;

/**
 * A map that is dragged, turned with the wheel, and moved with keys. Only what stands in its window
 * is asked for.
 */
@Component({
  selector: 'app-map',
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <div
      class="map"
      role="application"
      tabindex="0"
      aria-label="Map"
      aria-describedby="map-keys"
      (keydown)="press($event)"
      (pointerdown)="grip($event)"
      (pointermove)="pull($event)"
      (pointerup)="letGo()"
      (pointercancel)="letGo()"
      (wheel)="turn($event)"
    >
      <canvas #map></canvas>
      <span class="only-said" id="map-keys">Arrow keys move the map, plus and minus zoom.</span>
    </div>
    <p class="status muted" role="status">{{ said() }}</p>
  `,
  styles: `
    :host {
      display: flex;
      flex-direction: column;
      min-height: 0;
    }
    .map {
      position: relative;
      flex: 1 1 0;
      min-height: 320px;
      border-radius: var(--radius-small);
      overflow: hidden;
      background: var(--well);
      cursor: grab;
      touch-action: none;
    }
    .map:active {
      cursor: grabbing;
    }
    canvas {
      position: absolute;
      inset: 0;
      width: 100%;
      height: 100%;
    }
    .status {
      height: 24px;
      padding-top: var(--space-1);
      overflow: hidden;
      white-space: nowrap;
    }
  `,
})
export class MapView {
  readonly cache = input.required<PrefetchCache<string, Tile> | undefined>();
  readonly state = input.required<CacheState<string> | undefined>();
  readonly view = model.required<View>();

  private readonly theme = inject(Theme);
  private readonly canvas = viewChild.required<ElementRef<HTMLCanvasElement>>('map');
  private readonly size: Signal<Size> = injectCanvas(
    this.canvas,
    () => ({
      view: this.view(),
      window: this.window(),
      sights: this.sights(),
      marks: tileMarks(this.state()),
      peek: (key: string) => this.cache()?.peek(key),
      theme: this.theme.name(),
    }),
    drawMap,
  );
  private readonly window = computed<Size>(() => ({
    width: this.size().width * windowShare,
    height: this.size().height * windowShare,
  }));
  /** The same array while the same tiles are in the window, however the map moves. */
  private readonly keys = computed(
    () => placesIn(this.view(), this.window().width, this.window().height).map(keyOf),
    { equal: sameKeys },
  );
  private readonly sights = injectSights(
    this.cache,
    computed(() => (this.size().width > 0 ? this.keys() : [])),
  );
  private held: { readonly x: number; readonly y: number } | undefined;

  protected readonly said = computed(() => {
    const sights = [...this.sights().values()];
    const failed = sights.filter(({ status }) => status === 'failed').length;
    const waiting = sights.filter(({ status }) => status === 'waiting').length;
    const what =
      waiting > 0
        ? `${waiting} of ${sights.length} tiles are being loaded …`
        : `${sights.length - failed} tiles are shown`;
    return `Zoom ${tileZoom(this.view())}. ${what}${failed > 0 ? `, ${failed} could not be loaded` : ''}`;
  });

  protected grip(event: PointerEvent): void {
    if (event.button !== 0) return;
    (event.currentTarget as Element).setPointerCapture(event.pointerId);
    this.held = { x: event.clientX, y: event.clientY };
  }

  protected pull({ clientX, clientY }: PointerEvent): void {
    const { held } = this;
    if (!held) return;
    this.view.update((view) => moved(view, held.x - clientX, held.y - clientY));
    this.held = { x: clientX, y: clientY };
  }

  protected letGo(): void {
    this.held = undefined;
  }

  protected turn(event: WheelEvent): void {
    event.preventDefault();
    const { left, top, width, height } = (event.currentTarget as Element).getBoundingClientRect();
    const by = -event.deltaY * (event.deltaMode === WheelEvent.DOM_DELTA_PIXEL ? 0.002 : 0.06);
    this.view.update((view) =>
      zoomed(view, by, event.clientX - left - width / 2, event.clientY - top - height / 2),
    );
  }

  protected press(event: KeyboardEvent): void {
    const step = steps[event.key];
    if (!step || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    this.view.update(step);
  }
}

const steps: Readonly<Record<string, (view: View) => View>> = {
  ArrowRight: (view) => moved(view, stride, 0),
  ArrowLeft: (view) => moved(view, -stride, 0),
  ArrowDown: (view) => moved(view, 0, stride),
  ArrowUp: (view) => moved(view, 0, -stride),
  '+': (view) => zoomed(view, 1),
  '=': (view) => zoomed(view, 1),
  '-': (view) => zoomed(view, -1),
};

function sameKeys(a: readonly string[], b: readonly string[]): boolean {
  // Their order changes with each pixel, and matters only when something comes into sight.
  const known = new Set(a);
  return a.length === b.length && b.every((key) => known.has(key));
}
