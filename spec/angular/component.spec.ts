/** @jest-environment jsdom */
import { setUp } from './support/testBed.js';
import { HttpClient, provideHttpClient } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import {
  ApplicationRef,
  ChangeDetectionStrategy,
  Component,
  inject,
  InjectionToken,
  signal,
} from '@angular/core';
import { TestBed, type ComponentFixture } from '@angular/core/testing';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { injectPrefetchCache } from '../../src/angular/injectPrefetchCache.js';
import { prefetchResource } from '../../src/angular/prefetchResource.js';
import { providePrefetchDefaults } from '../../src/angular/providePrefetchDefaults.js';
import { providePrefetchCache } from '../../src/angular/providePrefetchCache.js';
import { statsSignal } from '../../src/angular/statsSignal.js';
import type { PrefetchCache } from '../../src/types.js';
import { handProvider, type HandProvider } from '../support/handProvider.js';
import { naming } from '../support/naming.js';
import { record } from '../support/record.js';

const PAGES = new InjectionToken<PrefetchCache<number, string>>('pages');

class Reader {
  readonly number = signal(1);
  readonly pages = inject(PAGES);
  readonly page = prefetchResource({ key: this.number, cache: this.pages, whileLoading: 'last' });
  readonly stats = statsSignal(this.pages);
}

// As the decorator does it, in a file that is compiled without decorators.
const template = `
  @if (page.error(); as error) { <p role="alert">{{ error.message }}</p> }
  @else if (page.hasValue()) { <p [class.old]="page.isLoading()">{{ page.value() }}</p> }
  @else { <p>…</p> }
  <small>{{ stats().hits }} of {{ stats().requests }}</small>`;
Component({ selector: 'app-reader', template, changeDetection: ChangeDetectionStrategy.OnPush })(
  Reader,
);

let provider: HandProvider<number>;
let fixture: ComponentFixture<Reader>;

/** Text of the page, after change detection. */
function shown(): string {
  TestBed.tick();
  return (fixture.nativeElement as HTMLElement).innerHTML.replace(/<!--.*?-->| class=""|ng-[^ >]+|\s+/gs, ' ').replace(/ +/g, ' ').trim(); // prettier-ignore
}

beforeEach(() => {
  provider = handProvider();
  setUp(providePrefetchCache(PAGES, () => injectPrefetchCache(provider, naming(2))));
  fixture = TestBed.createComponent(Reader);
  TestBed.inject(ApplicationRef).attachView(fixture.componentRef.hostView);
});

describe('A component that reads a resource', () => {
  it('shows the item, and the last one while the next one loads', () => {
    expect(shown()).toBe('<p>…</p> <small>0 of 1</small>');
    provider.give(1);
    expect(shown()).toBe('<p>item 1</p> <small>0 of 1</small>');
    fixture.componentInstance.number.set(3);
    expect(shown()).toBe('<p class="old">item 1</p> <small>0 of 2</small>');
    provider.fail(3);
    expect(shown()).toBe('<p role="alert">The load of 3 failed: no 3</p> <small>0 of 2</small>');
  });

  it('shows a prefetched item in the same change detection', () => {
    shown();
    provider.give(1, 2);
    fixture.componentInstance.number.set(2);
    expect(shown()).toBe('<p>item 2</p> <small>1 of 2</small>');
  });

  it('is stable when the item is shown, and not before', async () => {
    let isStable = false;
    TestBed.tick();
    const whenStable = fixture.whenStable().then(() => (isStable = true));
    await new Promise((resolve) => setTimeout(resolve));
    expect(isStable).toBe(false);
    provider.give(1);
    await whenStable;
    expect((fixture.nativeElement as HTMLElement).textContent).toContain('item 1');
  });

  it('that is destroyed aborts its load', () => {
    shown();
    fixture.destroy();
    expect(provider.open()).toEqual([]);
  });
});

it('A component provides defaults of options for its caches, on top of those of the application', () => {
  class Limited {
    readonly pages = injectPrefetchCache(provider, naming(2, 3, 4));
  }
  const providers = [providePrefetchDefaults({ maxKeys: 2 })];
  Component({ selector: 'app-limited', template: '', providers })(Limited);
  setUp(providePrefetchDefaults({ maxKeys: 3, concurrency: 1 }));
  const { pages } = TestBed.createComponent(Limited).componentInstance;
  record(pages.get(1));
  for (const key of [5, 6, 7]) pages.set(key, 'item');
  expect([pages.size, provider.open()]).toEqual([2, [1, 2]]);
});

it('A component that is tested with `concurrency: 0` makes no requests but those of the test', async () => {
  class List {
    readonly #http = inject(HttpClient);
    readonly number = signal(1);
    readonly page = prefetchResource({
      key: this.number,
      cache: injectPrefetchCache(
        (page: number) => this.#http.get<string[]>(`/api/pages/${page}`),
        (page) => [[page + 1, 1]],
      ),
    });
  }
  Component({
    selector: 'app-list',
    template: '@if (page.hasValue()) { {{ page.value().length }} rows } @else { loading }',
  })(List);
  setUp(
    provideHttpClient(),
    provideHttpClientTesting(),
    providePrefetchDefaults({ concurrency: 0 }),
  );
  const list = TestBed.createComponent(List);
  const text = (): string => (list.nativeElement as HTMLElement).textContent.trim();
  list.detectChanges();
  expect(text()).toBe('loading');
  const requests = TestBed.inject(HttpTestingController);
  requests.expectOne('/api/pages/1').flush(['a', 'b']);
  await list.whenStable();
  expect(text()).toBe('2 rows');
  requests.verify();
});
