import { HttpClient, provideHttpClient } from '@angular/common/http';
import {
  ChangeDetectionStrategy,
  Component,
  inject,
  provideZonelessChangeDetection,
  signal,
} from '@angular/core';
import { bootstrapApplication } from '@angular/platform-browser';
import { provideRouter, withPreloading } from '@angular/router';
import { dynamicDistanceDecay } from 'rxjs-prefetch-cache';
import {
  injectPrefetchCache,
  prefetchResource,
  stateSignal,
  statsSignal,
} from 'rxjs-prefetch-cache/angular';
import { predictivePreloading } from 'rxjs-prefetch-cache/angular/router';

@Component({
  selector: 'app-root',
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <button (click)="number.set(number() + 1)">next</button>
    @if (page.hasValue()) {
      <p>
        {{ page.value().length }} rows, {{ stats().hits }} hits,
        {{ state().stats.requests }} requests
      </p>
    }
  `,
})
class App {
  readonly #http = inject(HttpClient);
  readonly #pages = injectPrefetchCache(
    (page: number) => this.#http.get<string[]>(`pages/${page}`),
    dynamicDistanceDecay(),
  );
  readonly number = signal(1);
  readonly page = prefetchResource({ key: this.number, cache: this.#pages, whileLoading: 'last' });
  readonly stats = statsSignal(this.#pages);
  readonly state = stateSignal(this.#pages);
}

bootstrapApplication(App, {
  providers: [
    provideZonelessChangeDetection(),
    provideHttpClient(),
    provideRouter([], withPreloading(predictivePreloading({ predictor: () => [] }))),
  ],
}).catch((error: unknown) => console.error(error));
