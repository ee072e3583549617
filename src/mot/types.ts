import type { Observable } from 'rxjs';
import type { DataProvider } from '../types.js';
import type { MotFormat, MotFormatOptions } from './formatOptions.js';

/** One box in one frame: a line of the file. Pixels, unless the file says otherwise. */
export interface Detection {
  /** Number of the object; −1 in files of detections, which do not state it. */
  readonly trackId: number;
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  /**
   * Confidence of the detector; in ground truth 0 marks a box that does not count. 1 in files
   * without this column.
   */
  readonly confidence: number;
  /** Kind of object, as a number. Files of 8 or 9 columns. */
  readonly classId?: number;
  /** Kind of object, as text. Files that name kinds. */
  readonly className?: string;
  /** Visible part of the object, from 0 to 1. Files of 9 columns. */
  readonly visibility?: number;
  /** Position in the world, −1 where it is not known. Files of 10 columns. */
  readonly x?: number;
  /** Position in the world, −1 where it is not known. Files of 10 columns. */
  readonly y?: number;
  /** Position in the world, −1 where it is not known. Files of 10 columns. */
  readonly z?: number;
  /** Columns of other names, as numbers where possible. Only with the option `extra`. */
  readonly extra?: Readonly<Record<string, number | string>>;
}

/** The boxes of one frame. All readers share the object: do not change it. */
export interface Frame {
  readonly frame: number;
  /** In the order of the file. Empty for a frame that the file does not name. */
  readonly detections: readonly Detection[];
}

/** Progress of the index. */
export interface IndexProgress {
  /** Bytes scanned so far. */
  readonly bytes: number;
  /** Bytes of the source; undefined if the source does not state them. */
  readonly total: number | undefined;
  /** Lines with a frame number so far. */
  readonly lines: number;
  /** Different frames so far. */
  readonly frames: number;
}

/** A line from which no detection can be read. */
export interface MalformedLine {
  /** Line number, from 1; blank lines count. */
  readonly line: number;
  /** What was expected, and what was found. */
  readonly reason: string;
}

/** Stats of a provider. Times are means in milliseconds, 0 without loads. */
export interface MotStats {
  /** Different frames in the file. */
  readonly frames: number;
  /** Lines with a frame number. */
  readonly lines: number;
  /** Memory that the index takes. */
  readonly indexBytes: number;
  /** Parsed frames in memory. */
  readonly cachedFrames: number;
  /** The option `cacheSize`. */
  readonly cacheSize: number;
  /** Loads whose frame was parsed already. */
  readonly hits: number;
  /** Loads whose frame had to be read. */
  readonly misses: number;
  /** `hits / (hits + misses)`; 0 without loads. */
  readonly hitRate: number;
  /** Time for reading and parsing alone. */
  readonly meanLoadTime: number;
  /** Time from the call to the result, for hits. */
  readonly meanHitTime: number;
  /** Time from the call to the result, for misses, with the wait for the index. */
  readonly meanMissTime: number;
  /** Reads of the source, without those of the index. */
  readonly reads: number;
  /** Bytes of these reads. */
  readonly bytesRead: number;
  /** Malformed lines found so far, each counted once. */
  readonly malformed: number;
  /** The first 100 malformed lines, in the order in which they were found. */
  readonly malformedLines: readonly MalformedLine[];
  /** Format of the lines; undefined until the index is complete. */
  readonly format: MotFormat | undefined;
}

/** Options of `motProvider`. */
export interface MotProviderOptions extends MotFormatOptions {
  /**
   * How many parsed frames are kept, the most recently used ones: an integer of 0 or more.
   * @defaultValue 100
   */
  readonly cacheSize?: number | undefined;
  /**
   * Whether the first malformed line is an error. Otherwise malformed lines are counted.
   * @defaultValue false
   */
  readonly strict?: boolean | undefined;
  /** Clock for the times in `stats()`, in milliseconds. @defaultValue `performance.now` */
  readonly now?: (() => number) | undefined;
}

/** Second argument of a load. */
export interface MotLoadContext {
  /** Aborts the load, which then rejects with the reason of the signal. */
  readonly signal?: AbortSignal | undefined;
}

/** The frames of a Multiple Object Tracking text file. */
export interface MotProvider extends DataProvider<number, Frame> {
  /**
   * Finds the lines of each frame by reading the whole source once, on subscription.
   *
   * All subscribers and waiting loads share one run. It emits about 100 times and completes; a
   * later subscriber completes at once. A run stops when its last subscriber leaves and no load
   * waits. After that, or after an error, the next subscriber starts a new run.
   */
  index(): Observable<IndexProgress>;
  /**
   * Loads one frame, without detections if the file does not contain it. Waits for the index, and
   * starts it if necessary.
   *
   * @throws TypeError (rejects) if the frame is no number
   * @throws MotSourceError | MalformedLineError | MotClosedError (rejects)
   */
  load(frame: number, context?: MotLoadContext): Promise<Frame>;
  /**
   * Loads several frames, in the given order, with as few reads as possible. Rejects as `load`
   * does.
   */
  loadMany(frames: Iterable<number>, context?: MotLoadContext): Promise<readonly Frame[]>;
  /** Whether the file contains a frame. True until the index is complete, false after `close`. */
  has(frame: number): boolean;
  /**
   * Numbers of the frames in the file, ascending.
   *
   * @throws NotIndexedError | MotClosedError until the index is complete, and after `close`
   */
  keys(): IterableIterator<number>;
  /**
   * How many frames the file contains.
   *
   * @throws NotIndexedError | MotClosedError until the index is complete, and after `close`
   */
  readonly size: number;
  /** The stats now. */
  stats(): MotStats;
  /** Removes parsed frames and pages from memory. The index and the stats stay. */
  clear(): void;
  /**
   * Stops the index and all loads, which reject with a `MotClosedError`, and closes the source. A
   * second call does nothing.
   */
  close(): Promise<void>;
}
