import { computed, DestroyRef, DOCUMENT, effect, inject, Injectable, signal } from '@angular/core';

/** How the pages look: light or dark. */
export type ThemeName = 'light' | 'dark';

const storageKey = 'theme';

/** The theme: that of the system, until the user chooses one, which is remembered. */
@Injectable({ providedIn: 'root' })
export class Theme {
  private readonly document = inject(DOCUMENT);
  private readonly system = signal<ThemeName>('light');
  private readonly chosen = signal(this.remembered());

  readonly name = computed(() => this.chosen() ?? this.system());

  constructor() {
    const isDark = matchMedia('(prefers-color-scheme: dark)');
    const follow = (): void => this.system.set(isDark.matches ? 'dark' : 'light');
    follow();
    isDark.addEventListener('change', follow);
    inject(DestroyRef).onDestroy(() => isDark.removeEventListener('change', follow));
    effect(() => {
      const name = this.chosen();
      if (name) this.document.documentElement.dataset.theme = name;
    });
  }

  /** Changes to the other one. */
  toggle(): void {
    const name = this.name() === 'dark' ? 'light' : 'dark';
    this.chosen.set(name);
    try {
      localStorage.setItem(storageKey, name);
    } catch {
      // Where nothing may be stored, the choice lasts as long as the page.
    }
  }

  private remembered(): ThemeName | undefined {
    try {
      const name = localStorage.getItem(storageKey);
      return name === 'light' || name === 'dark' ? name : undefined;
    } catch {
      return undefined;
    }
  }
}
