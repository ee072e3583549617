import {
  ChangeDetectionStrategy,
  Component,
  inject,
  InjectionToken,
  input,
  provideZonelessChangeDetection,
  signal,
  type ApplicationConfig,
} from '@angular/core';
import { provideClientHydration } from '@angular/platform-browser';
import { provideRouter, RouterOutlet, withComponentInputBinding } from '@angular/router';
import { prefetchCache, type PrefetchCache } from 'rxjs-prefetch-cache';
import {
  injectPrefetchCache,
  prefetchResource,
  providePrefetchCache,
} from 'rxjs-prefetch-cache/angular';
import { API, openCaches } from './shared';

interface Key {
  readonly user: string;
  readonly number: number;
}

interface Page {
  readonly secret: string;
}

const keyOf = ({ user, number }: Key): string => `${user}/${number}`;

async function load(key: Key, { signal }: { readonly signal: AbortSignal }): Promise<Page> {
  const response = await fetch(`${API}/${keyOf(key)}`, { signal });
  if (!response.ok) throw new Error(`HTTP ${response.status}`);
  return (await response.json()) as Page;
}

/** The next page of the same user. */
const next = ({ user, number }: Key): [Key, number][] => [[{ user, number: number + 1 }, 1]];

const PAGES = new InjectionToken<PrefetchCache<Key, Page>>('pages');

function createPages(): PrefetchCache<Key, Page> {
  const cache = injectPrefetchCache(load, next, { keyOf, ttl: 60_000, transferKey: 'pages' });
  openCaches.count++;
  cache.events$.subscribe({ complete: () => openCaches.count-- });
  return cache;
}

/** The mistake: all requests share it. */
const shared = prefetchCache(load, next, { keyOf });

const template = `
  @if (page.error(); as error) {
    <p>{{ error.message }}</p>
  } @else if (page.hasValue()) {
    <p>{{ page.value().secret }}</p>
  } @else {
    <p>loading</p>
  }
  <button (click)="number.set(number() + 1)">next</button>
`;

@Component({ selector: 'app-user', changeDetection: ChangeDetectionStrategy.OnPush, template })
class User {
  readonly user = input.required<string>();
  readonly number = signal(1);
  readonly page = prefetchResource({
    key: () => ({ user: this.user(), number: this.number() }),
    cache: inject(PAGES),
  });
}

@Component({ selector: 'app-shared', changeDetection: ChangeDetectionStrategy.OnPush, template })
class Shared {
  readonly user = input.required<string>();
  readonly number = signal(1);
  readonly page = prefetchResource({
    key: () => ({ user: this.user(), number: this.number() }),
    cache: shared,
  });
}

@Component({
  selector: 'app-root',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [RouterOutlet],
  template: '<router-outlet />',
})
export class App {}

export const config: ApplicationConfig = {
  providers: [
    provideZonelessChangeDetection(),
    provideClientHydration(),
    provideRouter(
      [
        {
          path: 'users/:user',
          component: User,
          providers: [providePrefetchCache(PAGES, createPages)],
        },
        { path: 'shared/:user', component: Shared },
      ],
      withComponentInputBinding(),
    ),
  ],
};
