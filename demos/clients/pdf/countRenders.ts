import { RenderingCancelledException, type PDFDocumentProxy, type PDFPageProxy } from 'pdfjs-dist';

/** What pdf.js has drawn. */
export interface RenderCounts {
  readonly rendered: number;
  /** Render tasks that ended by `cancel`. */
  readonly cancelled: number;
}

/**
 * Counts how the render tasks of a document end, from now on.
 *
 * @returns the counts until its call
 */
export function countRenders(pdf: PDFDocumentProxy): () => RenderCounts {
  const counts = { rendered: 0, cancelled: 0 };
  const counted = new WeakSet<PDFPageProxy>();
  const getPage = pdf.getPage.bind(pdf);
  pdf.getPage = async (number) => {
    const page = await getPage(number);
    if (counted.has(page)) return page;
    counted.add(page);
    const render = page.render.bind(page);
    page.render = (options) => {
      const task = render(options);
      task.promise.then(
        () => counts.rendered++,
        (error: unknown) => {
          if (error instanceof RenderingCancelledException) counts.cancelled++;
        },
      );
      return task;
    };
    return page;
  };
  return () => ({ ...counts });
}
