import { computed, DestroyRef, DOCUMENT, inject, Injectable, signal } from '@angular/core';

/** How the pages look: light or dark. */
export type ThemeName = 'light' | 'dark';

const storageKey = 'theme';

/** The theme: that of the system, until the user chooses one, which is remembered. */
@Injectable({ providedIn: 'root' })
export class Theme {
  private readonly root = inject(DOCUMENT).documentElement;
  private readonly system = signal<ThemeName>('light');
  private readonly chosen = signal<ThemeName | undefined>(undefined);

  readonly name = computed(() => this.chosen() ?? this.system());

  constructor() {
    const isDark = matchMedia('(prefers-color-scheme: dark)');
    const follow = (): void => this.system.set(isDark.matches ? 'dark' : 'light');
    follow();
    isDark.addEventListener('change', follow);
    inject(DestroyRef).onDestroy(() => isDark.removeEventListener('change', follow));
    const remembered = recall();
    if (remembered) this.choose(remembered);
  }

  /** Changes to the other one. */
  toggle(): void {
    const name = this.name() === 'dark' ? 'light' : 'dark';
    this.choose(name);
    try {
      localStorage.setItem(storageKey, name);
    } catch {
      // Without storage the choice lasts as long as the page.
    }
  }

  private choose(name: ThemeName): void {
    // Before the signal changes, as its followers read the colours of the new theme.
    this.root.dataset.theme = name;
    this.chosen.set(name);
  }
}

function recall(): ThemeName | undefined {
  try {
    const name = localStorage.getItem(storageKey);
    return name === 'light' || name === 'dark' ? name : undefined;
  } catch {
    return undefined;
  }
}
