import {
  afterNextRender,
  DestroyRef,
  effect,
  inject,
  signal,
  type ElementRef,
  type Signal,
} from '@angular/core';
import { Palette, type Colours } from './palette.js';

/** The size of an element in CSS pixels. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/** A surface to draw on: `context` is empty, in CSS pixels. */
export interface Surface extends Size {
  readonly context: CanvasRenderingContext2D;
  readonly colours: Colours;
}

/**
 * Draws on a canvas of the size of its element, outside of change detection.
 *
 * Draws at most once an animation frame, when the model, the size or the theme has changed.
 *
 * @param model - reads signals, and returns what is drawn
 * @returns the size of the element
 */
export function injectCanvas<M>(
  canvas: Signal<ElementRef<HTMLCanvasElement>>,
  model: () => M,
  draw: (surface: Surface, model: M) => void,
): Signal<Size> {
  const palette = inject(Palette);
  const size = signal<Size>({ width: 0, height: 0 });
  let frame = 0;

  const paint = (): void => {
    frame = 0;
    const element = canvas().nativeElement;
    const context = element.getContext('2d');
    const { width, height } = size();
    if (!context || width === 0 || height === 0) return;
    const ratio = devicePixelRatio;
    const [across, down] = [Math.round(width * ratio), Math.round(height * ratio)];
    if (element.width !== across) element.width = across;
    if (element.height !== down) element.height = down;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, width, height);
    draw({ context, width, height, colours: palette.colours() }, model());
  };

  const observer = new ResizeObserver(([entry]) => {
    if (entry) size.set({ width: entry.contentRect.width, height: entry.contentRect.height });
  });
  afterNextRender(() => observer.observe(canvas().nativeElement));
  effect(() => {
    model();
    size();
    palette.colours();
    if (frame === 0) frame = requestAnimationFrame(paint);
  });
  inject(DestroyRef).onDestroy(() => {
    observer.disconnect();
    cancelAnimationFrame(frame);
  });
  return size.asReadonly();
}
