import { getDocument, GlobalWorkerOptions } from 'pdfjs-dist';
import { Subject } from 'rxjs';
import { countBitmaps } from '../shared/countBitmaps.js';
import { cacheOptions, showClient } from '../shared/showClient.js';
import { countRenders } from './countRenders.js';
import { pageCache } from './recipe.js';

const bitmaps = countBitmaps();
GlobalWorkerOptions.workerSrc = '/pdf/worker.js';
const pdf = await getDocument('/pdf/book.pdf').promise;
const renders = countRenders(pdf);
const cache = pageCache(pdf, 0.7, cacheOptions);
const canvas = document.createElement('canvas');
document.querySelector('#client')?.append(canvas);

let wanted = 1;
let page = 0;
/** How many times a page was drawn on the canvas. */
let turns = 0;
const page$ = new Subject<number>();
// The cache has the order `switch`: only the latest page is drawn.
page$.pipe(cache.with({ errors: 'value' })).subscribe((result) => {
  if (result.status === 'rejected') throw result.reason;
  const { value, key } = result;
  [canvas.width, canvas.height] = [value.width, value.height];
  canvas.getContext('2d')?.drawImage(value, 0, 0);
  page = key;
  turns++;
});
page$.next(wanted);

/** The page to which a key leads. */
const targets: Readonly<Record<string, () => number>> = {
  ArrowRight: () => Math.min(wanted + 1, pdf.numPages),
  ArrowLeft: () => Math.max(wanted - 1, 1),
  Home: () => 1,
  End: () => pdf.numPages,
};
addEventListener('keydown', ({ key }) => {
  const target = targets[key];
  if (target) page$.next((wanted = target()));
});

showClient({
  cache,
  isBlank: () => page !== wanted,
  also: () => ({ page, turns, ...renders(), ...bitmaps() }),
});
