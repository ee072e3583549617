import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Result } from '../runs.js';
import { renderSvg } from './renderSvg.js';
import { waitAgainstLoads } from './waitAgainstLoads.js';
import { waitByTrace } from './waitByTrace.js';

/** Writes the pictures of a sweep into a folder, which is made if it is not there. */
export function drawPictures(folder: string, results: readonly Result[]): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'wait-against-loads.svg'), renderSvg(waitAgainstLoads(results)));
  writeFileSync(join(folder, 'wait-by-trace.svg'), renderSvg(waitByTrace(results)));
}
