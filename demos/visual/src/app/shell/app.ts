import { ChangeDetectionStrategy, Component } from '@angular/core';
import { RouterLink, RouterLinkActive, RouterOutlet } from '@angular/router';
import { ThemeToggle } from './themeToggle.js';

/** The frame of all pages: the name, links to the pages, and the theme. */
@Component({
  selector: 'app-root',
  imports: [RouterLink, RouterLinkActive, RouterOutlet, ThemeToggle],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <header>
      <div class="name">
        <svg viewBox="0 0 16 16" aria-hidden="true">
          <rect x="1" y="3" width="4" height="10" rx="1" />
          <rect x="6" y="3" width="4" height="10" rx="1" opacity="0.55" />
          <rect x="11" y="3" width="4" height="10" rx="1" opacity="0.25" />
        </svg>
        <span>rxjs-prefetch-cache</span>
      </div>
      <nav aria-label="Pages">
        @for (page of pages; track page.path) {
          <a [routerLink]="page.path" routerLinkActive="is-here" ariaCurrentWhenActive="page">{{
            page.name
          }}</a>
        }
      </nav>
      <app-theme-toggle />
    </header>
    <main>
      <router-outlet />
    </main>
  `,
  styles: `
    :host {
      display: block;
      max-width: 1440px;
      margin: 0 auto;
      padding: 0 var(--space-4) var(--space-4);
    }
    header {
      display: flex;
      align-items: center;
      gap: var(--space-5);
      height: 48px;
    }
    .name {
      display: flex;
      align-items: center;
      gap: var(--space-2);
      font-weight: 600;
    }
    .name svg {
      width: 18px;
      height: 18px;
      fill: var(--accent);
    }
    nav {
      display: flex;
      gap: var(--space-1);
      margin-right: auto;
    }
    nav a {
      padding: 6px 10px;
      border-radius: var(--radius-small);
      color: var(--muted);
      text-decoration: none;
    }
    nav a:hover {
      color: var(--ink);
    }
    nav a.is-here {
      background: var(--tint);
      color: var(--accent);
      font-weight: 600;
    }
    @media (max-width: 700px) {
      :host {
        padding: 0 var(--space-2) var(--space-4);
      }
      header {
        gap: var(--space-2);
        padding-left: var(--space-1);
      }
      .name span {
        position: absolute;
        clip-path: inset(50%);
      }
      nav a {
        padding: 10px 12px;
      }
    }
  `,
})
export class App {
  protected readonly pages = [
    { path: '/frames', name: 'Frames' },
    { path: '/tiles', name: 'Tiles' },
    { path: '/table', name: 'Table' },
  ] as const;
}
