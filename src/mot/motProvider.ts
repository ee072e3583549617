import {
  concat,
  defer,
  ignoreElements,
  of,
  ReplaySubject,
  share,
  Subject,
  switchMap,
  takeUntil,
  type Observable,
} from 'rxjs';
import { expected } from '../options.js';
import { abortable } from './abortable.js';
import { MotClosedError, NotIndexedError } from './errors.js';
import { figures } from './figures.js';
import { frameLru } from './frameLru.js';
import { frameReader, type FrameReader } from './frameReader.js';
import { indexing, type IndexedFile } from './indexing.js';
import { promiseOf } from './promiseOf.js';
import { resolveMotOptions } from './resolveMotOptions.js';
import type { MotSource } from './source.js';
import type { Frame, IndexProgress, MotProvider, MotProviderOptions } from './types.js';

/** An indexed file with its reader. */
interface Opened extends IndexedFile {
  readonly reader: FrameReader;
}

/**
 * Provides the frames of a Multiple Object Tracking text file.
 *
 * `prefetchCache(motProvider(fileSource(path)), predictor)`. The file is scanned once for the
 * positions of the lines of each frame; a frame is read and parsed when it is loaded. Lines have 7
 * to 10 columns. Windows line ends, a byte-order mark, blank lines, spaces around columns and
 * frames out of order are allowed. `stats()` counts malformed lines: a line without a frame number
 * during the scan, any other when its frame is first loaded.
 *
 * Cost: 10 bytes of memory for each run of lines of one frame, and 12 to 40 for each frame. A frame
 * whose lines are adjacent takes one read. For scattered lines, as in ground truth that is ordered
 * by track, pages of 16 kB are read, in at most 4 reads if 4 MB suffice, and 8 MB of pages stay in
 * memory for the next frames.
 *
 * @param source - `fileSource(path)`, `blobSource(blob)`, `urlSource(url)`, or your own
 * @throws RangeError | TypeError for wrong options
 */
export function motProvider(source: MotSource, options: MotProviderOptions = {}): MotProvider {
  const { cacheSize, strict, now, ...format } = resolveMotOptions(source, options);
  const counts = figures();
  const cached = frameLru(cacheSize);
  const closing$ = new Subject<never>();
  let closed: Promise<void> | undefined;
  let opened: Opened | undefined;

  const indexing$ = indexing(source, { ...format, strict }, (file) => {
    opened = {
      ...file,
      reader: frameReader({ source, file, strict, onRead: (bytes) => counts.read(bytes) }),
    };
  }).pipe(
    share({
      connector: () => new ReplaySubject<IndexProgress>(1),
      resetOnComplete: false,
      resetOnError: true,
      resetOnRefCountZero: true,
    }),
  );
  const opened$: Observable<Opened> = defer(() =>
    opened
      ? of(opened)
      : concat(
          indexing$.pipe(ignoreElements()),
          defer(() => of(known('load'))),
        ),
  );

  function known(asked: string): Opened {
    if (closed) throw new MotClosedError(source.name);
    if (!opened) throw new NotIndexedError(asked, source.name);
    return opened;
  }

  /** @param frames - frames that are not in memory, each named once */
  const read = (frames: readonly number[]): Observable<Frame[]> =>
    opened$.pipe(
      switchMap(({ reader }) =>
        abortable(async (signal) => {
          const began = now();
          const loaded = await reader.read(frames, signal);
          signal.throwIfAborted();
          counts.loaded(frames.length, now() - began);
          for (const frame of loaded) if (frame.detections.length > 0) cached.set(frame);
          return loaded;
        }),
      ),
      takeUntil(closing$),
    );

  async function loadAll(
    frames: readonly number[],
    context?: { readonly signal?: AbortSignal | undefined },
  ): Promise<Frame[]> {
    for (const frame of frames)
      if (typeof frame !== 'number') throw expected('frame', 'a number', frame);
    const began = now();
    const answers = new Map<number, Frame>();
    const missing = new Set<number>();
    for (const frame of frames) {
      const held = cached.get(frame);
      if (held) answers.set(frame, held);
      else missing.add(frame);
    }
    if (closed) throw new MotClosedError(source.name);
    for (let i = answers.size; i > 0; i--) counts.hit(now() - began);
    if (missing.size > 0) {
      for (const frame of await promiseOf(read([...missing]), context?.signal))
        answers.set(frame.frame, frame);
      for (let i = missing.size; i > 0; i--) counts.miss(now() - began);
    }
    return frames.map((frame) => answers.get(frame) ?? { frame, detections: [] });
  }

  return {
    index: () => indexing$.pipe(takeUntil(closing$)),
    load: (frame, context) =>
      loadAll([frame], context).then(([loaded]) => loaded ?? { frame, detections: [] }),
    loadMany: async (frames, context) => loadAll([...frames], context),
    has: (frame) => (closed ? false : (opened?.index.has(frame) ?? true)),
    keys: () => known('keys').index.frames().values(),
    get size() {
      return known('size').index.size;
    },
    stats: () => ({
      frames: opened?.index.size ?? 0,
      lines: opened?.lines ?? 0,
      indexBytes: opened?.index.bytes ?? 0,
      cachedFrames: cached.size,
      cacheSize,
      ...counts.now(),
      malformed: opened?.malformed.count ?? 0,
      malformedLines: opened?.malformed.kept ?? [],
      format: opened?.formatStats,
    }),
    clear() {
      cached.clear();
      opened?.reader.clear();
    },
    close() {
      if (closed) return closed;
      closed = Promise.resolve();
      closing$.error(new MotClosedError(source.name));
      opened = undefined;
      cached.clear();
      return (closed = source.close());
    },
  };
}
