import { catchError, concat, defer, finalize, map, Observable, of, switchMap } from 'rxjs';
import { blobSource, motProvider, type MotProvider } from 'rxjs-prefetch-cache/mot';
import { generateFile } from './generateFile.js';
import { plainReason } from './plainReason.js';
import type { Opening, Sequence } from './sequence.js';

/**
 * Opens the file of the user, or a generated one. Never errors: a failure is a failed opening.
 *
 * Unsubscribing stops the opening. An open sequence stays open until its provider is closed.
 */
export function openSequence(file: File | undefined): Observable<Opening> {
  return (file ? of(file) : generated()).pipe(
    switchMap((part) => (part instanceof File ? read(part) : of(part))),
    catchError((error: unknown) => {
      const reason = plainReason(error instanceof Error ? error.message : String(error));
      return of<Opening>({
        status: 'failed',
        reason: file ? `${file.name} is no Multiple Object Tracking file: ${reason}` : reason,
      });
    }),
  );
}

function generated(): Observable<File | Opening> {
  return new Observable((subscriber) => {
    const say = (done: number): void =>
      subscriber.next({ status: 'opening', doing: 'Generating', done });
    say(0);
    generateFile(say).then(
      (file) => subscriber.next(file),
      (error: unknown) => subscriber.error(error),
    );
  });
}

function read(file: File): Observable<Opening> {
  return defer(() => {
    // The cache of the page is the only one.
    const provider = motProvider(blobSource(file), { cacheSize: 0 });
    let isOpen = false;
    return concat(
      provider.index().pipe(
        map(({ bytes, total = Infinity }): Opening => ({
          status: 'opening',
          doing: 'Indexing',
          done: bytes / total,
        })),
      ),
      defer(() => look(file.name, provider)).pipe(
        map((sequence): Opening => {
          isOpen = true;
          return { status: 'open', sequence };
        }),
      ),
    ).pipe(
      finalize(() => {
        if (!isOpen) void provider.close();
      }),
    );
  });
}

/** @throws Error (rejects) if none of the first frames has a line that can be read */
async function look(name: string, provider: MotProvider): Promise<Sequence> {
  const frames = [...provider.keys()];
  // Samples from the whole file, as it does not state the size of its picture.
  const some = new Set(
    Array.from({ length: 40 }, (_, i) => frames[Math.floor((i * frames.length) / 40)]),
  );
  const boxes = (await provider.loadMany([...some].filter((frame) => frame !== undefined))).flatMap(
    ({ detections }) => detections,
  );
  if (boxes.length === 0) {
    const [problem] = provider.stats().malformedLines;
    throw new Error(problem ? `line ${problem.line}: ${problem.reason}` : 'it has no frames');
  }
  const width = Math.max(...boxes.map((box) => box.left + box.width));
  const height = Math.max(...boxes.map((box) => box.top + box.height));
  const isUsual = width <= 1920 && height <= 1080 && (width > 1280 || height > 720);
  return {
    name,
    provider,
    frames,
    boxes: provider.stats().lines,
    width: isUsual ? 1920 : width,
    height: isUsual ? 1080 : height,
  };
}
