import { computed, DOCUMENT, inject, Injectable } from '@angular/core';
import { Theme } from '../shell/theme.js';

const names = [
  'ink',
  'muted',
  'line',
  'well',
  'panel',
  'accent',
  'absent',
  'planned',
  'flight',
  'resident',
  'used',
] as const;

/** The colours of the theme, as a canvas takes them. */
export type Colours = Readonly<Record<(typeof names)[number], string>> & {
  /**
   * The colour of a track: the same number has always the same, and those that follow each other
   * are far apart.
   */
  readonly track: (id: number, opacity?: number) => string;
};

/** The colours of the style sheet, for drawing on a canvas. */
@Injectable({ providedIn: 'root' })
export class Palette {
  private readonly theme = inject(Theme);
  private readonly root = inject(DOCUMENT).documentElement;

  readonly colours = computed<Colours>(() => {
    const lightness = this.theme.name() === 'dark' ? 0.76 : 0.52;
    const style = getComputedStyle(this.root);
    const read = Object.fromEntries(
      names.map((name) => [name, style.getPropertyValue(`--${name}`)]),
    );
    return {
      ...(read as Record<(typeof names)[number], string>),
      // The golden angle.
      track: (id, opacity = 1) => `oklch(${lightness} 0.14 ${(id * 137.508) % 360} / ${opacity})`,
    };
  });
}
