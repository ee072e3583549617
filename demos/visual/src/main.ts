import { provideHttpClient } from '@angular/common/http';
import {
  provideBrowserGlobalErrorListeners,
  provideEnvironmentInitializer,
  provideZonelessChangeDetection,
} from '@angular/core';
import { bootstrapApplication } from '@angular/platform-browser';
import {
  provideRouter,
  TitleStrategy,
  withInMemoryScrolling,
  withPreloading,
} from '@angular/router';
import { predictivePreloading } from 'rxjs-prefetch-cache/angular/router';
import { App } from './app/shell/app.js';
import { drawOpenedPages } from './app/shell/drawOpenedPages.js';
import { otherPages } from './app/shell/otherPages.js';
import { PageTitle } from './app/shell/pageTitle.js';
import { routes } from './app/shell/routes.js';

bootstrapApplication(App, {
  providers: [
    provideZonelessChangeDetection(),
    provideBrowserGlobalErrorListeners(),
    provideHttpClient(),
    provideRouter(
      routes,
      withInMemoryScrolling({ scrollPositionRestoration: 'top' }),
      withPreloading(predictivePreloading({ predictor: otherPages })),
    ),
    provideEnvironmentInitializer(drawOpenedPages),
    { provide: TitleStrategy, useClass: PageTitle },
  ],
}).catch((error: unknown) => console.error(error));
