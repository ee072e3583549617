import { ScrollingModule } from '@angular/cdk/scrolling';
import { ChangeDetectionStrategy, Component, inject, InjectionToken } from '@angular/core';
import { auto, type PrefetchCache, type PrefetchCacheOptions } from 'rxjs-prefetch-cache';
import { injectPrefetchCache } from 'rxjs-prefetch-cache/angular';
import { prefetchDataSource, type PrefetchRow } from 'rxjs-prefetch-cache/angular/cdk';

export interface Person {
  readonly id: number;
  readonly name: string;
  readonly city: string;
  readonly amount: number;
}

const PAGE_SIZE = 20;
const LENGTH = 100_000;

export const PAGES = new InjectionToken<PrefetchCache<number, readonly Person[]>>('pages');

/** A cache of pages of rows. Needs an injection context. */
export function pageCache(
  options: PrefetchCacheOptions<number, readonly Person[]> = {},
): PrefetchCache<number, readonly Person[]> {
  return injectPrefetchCache(
    {
      async load(page: number, { signal }) {
        const start = page * PAGE_SIZE;
        const response = await fetch(`/rows?start=${start}&end=${start + PAGE_SIZE}`, { signal });
        if (!response.ok) throw new Error(`HTTP ${response.status}`);
        const { rows } = (await response.json()) as { readonly rows: readonly Person[] };
        return rows;
      },
      has: (page) => page >= 0 && page * PAGE_SIZE < LENGTH,
    },
    auto<number>(),
    options,
  );
}

@Component({
  selector: 'app-people',
  imports: [ScrollingModule],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <cdk-virtual-scroll-viewport itemSize="30" style="height: 600px">
      <div *cdkVirtualFor="let row of rows; trackBy: indexOf" class="row" [class]="row.status">
        @if (row.error) {
          {{ row.error.message }} <button (click)="rows.retry()">Load again</button>
        } @else {
          <span>{{ row.value?.name }}</span> <span>{{ row.value?.city }}</span>
        }
      </div>
    </cdk-virtual-scroll-viewport>
  `,
})
export class People {
  readonly rows = prefetchDataSource({
    cache: inject(PAGES),
    pageSize: PAGE_SIZE,
    length: LENGTH,
  });

  readonly indexOf = (index: number, _row: PrefetchRow<Person>): number => index;
}
