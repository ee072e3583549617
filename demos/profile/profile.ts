import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { defer, of, switchMap, type Observable } from 'rxjs';
import type { MotSource } from 'rxjs-prefetch-cache/mot';
import { fileSource } from 'rxjs-prefetch-cache/mot/node';
import { openMot, type MotFile } from '../shared/openMot.js';
import { patternNames, type PatternName } from '../shared/patterns.js';
import { sampleFile } from '../shared/sampleFile.js';
import type { Terminal } from '../shared/terminal.js';
import { functionTimes } from './functionTimes.js';
import { measureMemory } from './measureMemory.js';
import { measureParts } from './measureParts.js';
import { measurePattern, type PatternFigures } from './measurePattern.js';
import { parseOptions, type ProfileOptions } from './parseOptions.js';
import {
  reportFunctions,
  reportMemory,
  reportParts,
  reportPatterns,
  reportSetting,
} from './report.js';
import { sampleFunctions } from './sampleFunctions.js';

/** Replacements for tests; the command line uses the defaults. */
export interface ProfileContext {
  /** Frames to read in each pattern. @defaultValue 1 000; 500 for all patterns */
  readonly requests?: number;
  /** Milliseconds to time each part. @defaultValue 150 */
  readonly budget?: number;
  /** Pause after each frame, in milliseconds. @defaultValue 2 */
  readonly pause?: number;
  /** Folder for the .cpuprofile. @defaultValue the current one */
  readonly folder?: string;
  /** Makes the source of frames. @defaultValue `fileSource` */
  readonly open?: (path: string) => MotSource;
}

/**
 * The profiler: hit rates and times of access patterns, times of the parts alone, and memory.
 *
 * @throws CommanderError | MotSourceError | Error (as errors of the observable) for wrong options
 *   and files
 */
export function profile(
  args: readonly string[],
  terminal: Terminal,
  context: ProfileContext = {},
): Observable<void> {
  return defer(() => {
    const options = parseOptions(args, terminal);
    const file$ =
      options.file === undefined ? sampleFile() : of({ path: options.file, isNew: false });
    return file$.pipe(
      switchMap(({ path, isNew }) =>
        openMot((context.open ?? fileSource)(path), terminal, (file) => {
          reportSetting(terminal, file, isNew);
          return defer(() => measure(file, options, terminal, context));
        }),
      ),
    );
  });
}

async function measure(
  file: MotFile,
  { pattern, detailed }: ProfileOptions,
  terminal: Terminal,
  context: ProfileContext,
): Promise<void> {
  const {
    requests = pattern === 'all' ? 500 : 1_000,
    budget = 150,
    pause = 2,
    folder = '.',
  } = context;
  const names = pattern === 'all' ? patternNames : [pattern];
  const read = (ms: number) => measurePatterns(names, requests, ms, file);

  await read(0); // to warm up
  const { result, profile } = detailed
    ? await sampleFunctions(() => read(0))
    : { result: await read(0), profile: undefined };
  reportPatterns(terminal, result);
  reportPatterns(terminal, await read(pause));
  reportParts(terminal, await measureParts(file, budget));
  reportMemory(terminal, await measureMemory(file));
  if (!profile) return;
  const path = join(folder, `profile-${pattern}.cpuprofile`);
  await writeFile(path, JSON.stringify(profile));
  reportFunctions(terminal, functionTimes(profile), path);
}

async function measurePatterns(
  names: readonly PatternName[],
  requests: number,
  pause: number,
  file: MotFile,
): Promise<PatternFigures[]> {
  const figures: PatternFigures[] = [];
  for (const name of names) figures.push(await measurePattern(name, requests, pause, file));
  return figures;
}
