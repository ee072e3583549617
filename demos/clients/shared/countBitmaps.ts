/** What a page has done with its bitmaps. */
export interface BitmapCounts {
  readonly created: number;
  readonly closed: number;
  /** Calls of `close` after the first one of a bitmap. */
  readonly closedAgain: number;
  /** Calls of `drawImage` with a closed bitmap. */
  readonly drawnClosed: number;
  /** The most bytes that open bitmaps had at once. */
  readonly mostBytes: number;
}

/**
 * Counts the bitmaps of the page from now on, without a change of its code: wraps
 * `createImageBitmap`, `close` and `drawImage`.
 *
 * @returns the counts until its call
 */
export function countBitmaps(): () => BitmapCounts {
  const counts = { created: 0, closed: 0, closedAgain: 0, drawnClosed: 0, mostBytes: 0 };
  const closed = new WeakSet<object>();
  let bytes = 0;
  const create = globalThis.createImageBitmap;
  globalThis.createImageBitmap = async (source: ImageBitmapSource) => {
    const bitmap = await create(source);
    counts.created++;
    bytes += bytesOf(bitmap);
    counts.mostBytes = Math.max(counts.mostBytes, bytes);
    return bitmap;
  };
  watch(ImageBitmap.prototype, 'close', (bitmap) => {
    if (closed.has(bitmap)) counts.closedAgain++;
    else {
      closed.add(bitmap);
      counts.closed++;
      bytes -= bytesOf(bitmap as ImageBitmap);
    }
  });
  watch(CanvasRenderingContext2D.prototype, 'drawImage', (_context, [image]) => {
    if (closed.has(image as object)) counts.drawnClosed++;
  });
  return () => ({ ...counts });
}

function bytesOf({ width, height }: ImageBitmap): number {
  return 4 * width * height;
}

/** Calls `before` at the beginning of each call of a method. */
function watch(
  prototype: object,
  name: string,
  before: (self: object, args: readonly unknown[]) => void,
): void {
  const methods = prototype as Record<string, (...args: unknown[]) => unknown>;
  const method = methods[name];
  methods[name] = function (this: object, ...args) {
    before(this, args);
    return method?.apply(this, args);
  };
}
