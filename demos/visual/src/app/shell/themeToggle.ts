import { ChangeDetectionStrategy, Component, inject } from '@angular/core';
import { Theme } from './theme.js';

/** A button that changes between light and dark. */
@Component({
  selector: 'app-theme-toggle',
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <button
      type="button"
      class="button"
      role="switch"
      aria-label="Dark theme"
      [attr.aria-checked]="theme.name() === 'dark'"
      title="Change between light and dark"
      (click)="theme.toggle()"
    >
      <svg class="icon" viewBox="0 0 16 16" aria-hidden="true">
        @if (theme.name() === 'dark') {
          <path d="M6.2 1.6a6.6 6.6 0 1 0 8.2 8.2A5.6 5.6 0 0 1 6.2 1.6Z" />
        } @else {
          <circle cx="8" cy="8" r="3.2" />
          <path
            d="M8 .8v2M8 13.2v2M.8 8h2M13.2 8h2M2.9 2.9l1.4 1.4M11.7 11.7l1.4 1.4M2.9 13.1l1.4-1.4M11.7 4.3l1.4-1.4"
            stroke="currentColor"
            stroke-width="1.4"
            stroke-linecap="round"
          />
        }
      </svg>
    </button>
  `,
  styles: `
    .button {
      width: var(--control);
      padding: 0;
      border-color: transparent;
      background: none;
    }
  `,
})
export class ThemeToggle {
  protected readonly theme = inject(Theme);
}
