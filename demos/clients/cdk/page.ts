// Must be the first import: it compiles the templates of this page and of the CDK.
import '@angular/compiler';
import { provideZonelessChangeDetection } from '@angular/core';
import { bootstrapApplication } from '@angular/platform-browser';
import { providePrefetchCache } from 'rxjs-prefetch-cache/angular';
import { cacheOptions, showClient } from '../shared/showClient.js';
import { PAGES, pageCache, People } from './recipe.js';
import './page.css';

const host = document.createElement('app-people');
document.querySelector('#client')?.append(host);

const application = await bootstrapApplication(People, {
  providers: [
    provideZonelessChangeDetection(),
    providePrefetchCache(PAGES, () => pageCache(cacheOptions)),
  ],
});

showClient({
  cache: application.injector.get(PAGES),
  /** Whether a row of the viewport loads, or the viewport shows nothing yet. */
  isBlank() {
    const viewport = document.querySelector('cdk-virtual-scroll-viewport');
    const { top = 0, bottom = 0 } = viewport?.getBoundingClientRect() ?? {};
    const visible = [...document.querySelectorAll('.row')].filter((row) => {
      const box = row.getBoundingClientRect();
      return box.bottom > top && box.top < bottom;
    });
    return (
      visible.some((row) => row.classList.contains('loading')) || 30 * visible.length < bottom - top
    );
  },
});
