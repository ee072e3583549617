import type { Routes } from '@angular/router';

/** The pages. Each is loaded when it is first opened. */
export const routes: Routes = [
  {
    path: 'frames',
    title: 'Frames',
    loadComponent: () => import('../frames/framesPage.js').then(({ FramesPage }) => FramesPage),
  },
  {
    path: 'tiles',
    title: 'Tiles',
    loadComponent: () => import('../tiles/tilesPage.js').then(({ TilesPage }) => TilesPage),
  },
  {
    path: 'table',
    title: 'Table',
    loadComponent: () => import('../table/tablePage.js').then(({ TablePage }) => TablePage),
  },
  { path: '', pathMatch: 'full', redirectTo: 'frames' },
  { path: '**', redirectTo: 'frames' },
];
