import {
  concat,
  defer,
  finalize,
  from,
  ignoreElements,
  of,
  switchMap,
  take,
  tap,
  type Observable,
  type SchedulerLike,
} from 'rxjs';
import { dynamicDistanceDecay, prefetchCache } from 'rxjs-prefetch-cache';
import type { MotSource } from 'rxjs-prefetch-cache/mot';
import { fileSource } from 'rxjs-prefetch-cache/mot/node';
import { clock } from '../shared/clock.js';
import { openMot, type MotFile } from '../shared/openMot.js';
import { sampleFile } from '../shared/sampleFile.js';
import { showProgress } from '../shared/showProgress.js';
import type { Terminal } from '../shared/terminal.js';
import { compare, type Outcome } from './compare.js';
import { learnBeforehand } from './learnBeforehand.js';
import { parseOptions, type BasicOptions } from './parseOptions.js';
import { press } from './press.js';
import { reportFrame, reportOutcomes, reportSetting } from './report.js';
import { script } from './script.js';
import { slowed } from './slowed.js';

/** How long the reader reads, in milliseconds. */
const readingTime = 8_000;
/**
 * What was read before the second visit of `auto`: for 8 minutes by another person, with the same
 * habits, who jumps elsewhere; of an even pattern, the same once.
 */
const earlierReading = {
  person: { time: 60 * readingTime, seed: 2 },
  pattern: { time: readingTime },
};

/** Replacements for tests; the command line uses the defaults. */
export interface BasicContext {
  /** Clock of keys, latencies and waits. @defaultValue real time */
  readonly scheduler?: SchedulerLike;
  /** Makes the source of frames. @defaultValue `fileSource` */
  readonly open?: (path: string) => MotSource;
}

/**
 * The basic example: reads a file with the same keys through caches with different predictors.
 *
 * @throws CommanderError | MotSourceError | Error (as errors of the observable) for wrong options
 *   and files
 */
export function basicExample(
  args: readonly string[],
  terminal: Terminal,
  context: BasicContext = {},
): Observable<Outcome[]> {
  const { scheduler = clock, open = fileSource } = context;
  return defer(() => {
    const options = parseOptions(args, terminal);
    const file$ =
      options.file === undefined ? sampleFile() : of({ path: options.file, isNew: false });
    return file$.pipe(
      switchMap(({ path, isNew }) =>
        openMot(open(path), terminal, (file) => {
          reportSetting(terminal, file, options, isNew);
          return concat(
            showFirstFrames(file, terminal),
            readAndCompare(file, options, terminal, scheduler),
          );
        }),
      ),
    );
  });
}

/** Shows the idea in one pipe: keys go in, frames come out. */
function showFirstFrames({ provider, frames }: MotFile, terminal: Terminal): Observable<never> {
  const cache = prefetchCache(provider, dynamicDistanceDecay());
  return from(frames).pipe(
    take(5),
    cache,
    tap((frame) => reportFrame(terminal, frame)),
    ignoreElements(),
    finalize(() => cache.close()),
  );
}

function readAndCompare(
  file: MotFile,
  options: BasicOptions,
  terminal: Terminal,
  scheduler: SchedulerLike,
): Observable<Outcome[]> {
  const { pattern, latency, concurrency, maxKeys } = options;
  const keystrokes = script(pattern, file.frames, readingTime);
  const { time, seed } = { seed: 1, ...earlierReading[pattern === 'person' ? pattern : 'pattern'] };
  const earlier = script(pattern, file.frames, time, seed);
  return press(keystrokes, scheduler).pipe(
    showProgress(terminal, { label: 'Reading', total: keystrokes.length }),
    compare(
      slowed(file.provider, latency, scheduler),
      { concurrency, maxKeys, scheduler },
      learnBeforehand(earlier, options),
    ),
    tap((outcomes) => reportOutcomes(terminal, outcomes, pattern)),
  );
}
