import { readFileSync } from 'node:fs';
import type { Ended } from './runLimited.js';

/** How many specs a run had. */
export interface SpecCounts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  /** Why the run counts as failed although no spec did; undefined if it does not. */
  readonly fault: string | undefined;
}

/**
 * Counts the specs of a run of jest. A file that could not be run counts as one spec that failed,
 * and so does a run without a report.
 *
 * @param report - the file that jest writes with `--json --outputFile`
 * @param atLeast - how many specs there are: fewer mean that some are no longer found
 */
export function judgeSpecs(
  report: string,
  atLeast: number,
  { broken }: Pick<Ended, 'broken'>,
): SpecCounts {
  if (broken !== undefined) return { ...none, fault: `${broken}: its specs are not counted.` };
  let read: Readonly<Record<string, number>>;
  try {
    read = JSON.parse(readFileSync(report, 'utf8')) as typeof read;
  } catch (error) {
    return { ...none, fault: `The specs wrote no report: ${String(error)}` };
  }
  const passed = read.numPassedTests ?? 0;
  const failed = (read.numFailedTests ?? 0) + (read.numRuntimeErrorTestSuites ?? 0);
  const skipped = read.numPendingTests ?? 0;
  const found = passed + failed + skipped;
  const fault =
    found < atLeast ? `Only ${found} specs were found; there are at least ${atLeast}.` : undefined;
  return { passed, failed, skipped, fault };
}

const none = { passed: 0, failed: 1, skipped: 0 };
