import type { Observable } from 'rxjs';
import type { DataProvider } from '../types.js';
import type { MotFormat, MotFormatOptions } from './formatOptions.js';

/** One box in one frame: a line of the file. Pixels, unless the file says otherwise. */
export interface Detection {
  /** Which object it is; −1 in files of detections, which do not state it. */
  readonly trackId: number;
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  /**
   * How sure the detector is; in ground truth 0 marks a box that does not count. 1 in files without
   * that column.
   */
  readonly confidence: number;
  /** Kind of object, as a number. Files of 8 or 9 columns. */
  readonly classId?: number;
  /** Kind of object, as text. Files that name kinds. */
  readonly className?: string;
  /** How much of the object can be seen, from 0 to 1. Files of 9 columns. */
  readonly visibility?: number;
  /** Position in the world, −1 where it is not known. Files of 10 columns. */
  readonly x?: number;
  /** Position in the world, −1 where it is not known. Files of 10 columns. */
  readonly y?: number;
  /** Position in the world, −1 where it is not known. Files of 10 columns. */
  readonly z?: number;
  /** Columns of other names, numbers where they are numbers. With the option `extra`. */
  readonly extra?: Readonly<Record<string, number | string>>;
}

/** The boxes of one frame. Shared by all who ask for it: not to be changed. */
export interface Frame {
  readonly frame: number;
  /** In the order of the file. Empty for a frame that the file does not name. */
  readonly detections: readonly Detection[];
}

/** How far the index is. */
export interface IndexProgress {
  /** Bytes that have been looked at. */
  readonly bytes: number;
  /** Bytes that there are; undefined where the source does not say. */
  readonly total: number | undefined;
  /** Lines with a frame number until now. */
  readonly lines: number;
  /** Different frames until now. */
  readonly frames: number;
}

/** A line that gives no detection. */
export interface MalformedLine {
  /** The first line of the file is 1; blank lines count. */
  readonly line: number;
  /** What was expected and what came. */
  readonly reason: string;
}

/** The figures of a provider. Times are means in milliseconds, 0 of nothing. */
export interface MotStats {
  /** Different frames in the file. */
  readonly frames: number;
  /** Lines with a frame number. */
  readonly lines: number;
  /** Memory that the index takes. */
  readonly indexBytes: number;
  /** Parsed frames that are held. */
  readonly cachedFrames: number;
  /** How many may be held. */
  readonly cacheSize: number;
  /** Loads that were answered by a parsed frame. */
  readonly hits: number;
  /** Loads that were not. */
  readonly misses: number;
  /** `hits / (hits + misses)`, 0 of nothing. */
  readonly hitRate: number;
  /** Reading and parsing alone. */
  readonly meanLoadTime: number;
  /** From asking to the answer, of hits. */
  readonly meanHitTime: number;
  /** From asking to the answer, of misses: the wait for the index included. */
  readonly meanMissTime: number;
  /** Reads of the source, those of the index left out. */
  readonly reads: number;
  /** Bytes of these reads. */
  readonly bytesRead: number;
  /** Malformed lines that were met, each once. */
  readonly malformed: number;
  /** The first 100 of them, as they were met. */
  readonly malformedLines: readonly MalformedLine[];
  /** How the lines are read, and what of that is a guess; undefined until the index is done. */
  readonly format: MotFormat | undefined;
}

/** How a provider behaves. */
export interface MotProviderOptions extends MotFormatOptions {
  /**
   * Parsed frames to hold, the least recently used go first: an integer from 0 and up.
   * @defaultValue 100
   */
  readonly cacheSize?: number | undefined;
  /**
   * Whether the first malformed line that is found is an error, instead of a figure.
   * @defaultValue false
   */
  readonly strict?: boolean | undefined;
  /** The clock of the times in `stats()`, in milliseconds. @defaultValue `performance.now` */
  readonly now?: (() => number) | undefined;
}

/** What a load may be told. */
export interface MotLoadContext {
  /** Gives the load up: it rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
}

/** The frames of a Multiple Object Tracking text file. */
export interface MotProvider extends DataProvider<number, Frame> {
  /**
   * Finds where each frame is, by reading all of the source once: begins when subscribed, shared by
   * all who subscribe or wait in `load`.
   *
   * Says how far it is about 100 times, and completes; at once for those who come later. When the
   * last who wanted it leaves before the end it stops, and begins anew for the next; so it does
   * after an error.
   */
  index(): Observable<IndexProgress>;
  /**
   * One frame; one without detections if the file does not name it. Begins the index if need be,
   * and waits for it.
   *
   * @throws TypeError (rejects) if the frame is no number
   * @throws MotSourceError | MalformedLineError | MotClosedError (rejects)
   */
  load(frame: number, context?: MotLoadContext): Promise<Frame>;
  /**
   * Several frames, in the order asked, with as few reads as serve them together. Errors as those
   * of `load`.
   */
  loadMany(frames: Iterable<number>, context?: MotLoadContext): Promise<readonly Frame[]>;
  /** Whether the file names this frame. Yes until the index is done, no after `close`. */
  has(frame: number): boolean;
  /**
   * The frames that the file names, ascending.
   * @throws NotIndexedError | MotClosedError until the index is done, and after `close`
   */
  keys(): IterableIterator<number>;
  /**
   * How many frames the file names.
   * @throws NotIndexedError | MotClosedError until the index is done, and after `close`
   */
  readonly size: number;
  /** The figures of now. */
  stats(): MotStats;
  /** Lets go of what is held of the file's content. The index and the figures stay. */
  clear(): void;
  /**
   * Stops the index and all loads, which reject with a `MotClosedError`, and closes the source.
   * Twice is once.
   */
  close(): Promise<void>;
}
