import type { PDFDocumentProxy } from 'pdfjs-dist';
import { Observable } from 'rxjs';
import {
  dynamicDistanceDecay,
  prefetchCache,
  type PrefetchCache,
  type PrefetchCacheOptions,
} from 'rxjs-prefetch-cache';

/** Renders a page. The teardown cancels the rest of the rendering. */
function render(pdf: PDFDocumentProxy, number: number, scale: number): Observable<ImageBitmap> {
  return new Observable((subscriber) => {
    const hasEnded = (): boolean => subscriber.closed;
    const run = async (): Promise<void> => {
      const page = await pdf.getPage(number);
      if (hasEnded()) return;
      const viewport = page.getViewport({ scale });
      const canvas = document.createElement('canvas');
      [canvas.width, canvas.height] = [viewport.width, viewport.height];
      const task = page.render({ canvas, viewport });
      // At once, if the subscription has ended meanwhile.
      subscriber.add(() => task.cancel());
      // Otherwise pdf.js keeps the drawing instructions of the page.
      await task.promise.finally(() => page.cleanup());
      const bitmap = await createImageBitmap(canvas);
      if (hasEnded()) bitmap.close();
      else subscriber.next(bitmap);
    };
    run().catch((error: unknown) => subscriber.error(error));
  });
}

/** A cache of the rendered pages of a document. */
export function pageCache(
  pdf: PDFDocumentProxy,
  scale: number,
  options: PrefetchCacheOptions<number, ImageBitmap> = {},
): PrefetchCache<number, ImageBitmap> {
  const cache = prefetchCache(
    {
      load: (number: number) => render(pdf, number, scale),
      has: (number: number) => number >= 1 && number <= pdf.numPages,
    },
    dynamicDistanceDecay(),
    {
      maxBytes: 64 * 2 ** 20,
      sizeOf: ({ width, height }) => 4 * width * height,
      // pdf.js draws in the thread of the page: one page at a time, and requests first.
      concurrency: 1,
      onRequest: 'abort',
      lookahead: 4,
      order: 'switch',
      ...options,
    },
  );
  cache.evictions$.subscribe(({ value }) => value.close());
  return cache;
}
