/**
 * What indexing a large Multiple Object Tracking file costs, and loading a frame of it: `npm run bench:mot`.
 *
 * Makes a file of 500 MB with the generator, once, in the folder for temporary files; `--mb 50` makes a smaller one, `--file gt.txt` takes yours.
 *
 * Indexing is compared with a bare scan for line ends, `buffer.indexOf(10, i)` over blocks that are read one after the other; both include reading,
 * and take turns in one process. Memory is what the process grows by while it indexes, reading buffers included. A frame is loaded from the file, never
 * from what is held.
 */
import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { tap } from 'rxjs';
import { motProvider, type MotProvider } from 'rxjs-prefetch-cache/mot';
import { fileSource } from 'rxjs-prefetch-cache/mot/node';
import { writeTracks } from '../../demos/generate-mot/writeTracks.js';

const BLOCK = 1 << 20;
const LOADS = 2000;

const { values: options } = parseArgs({
  options: { file: { type: 'string' }, mb: { type: 'string', default: '500' }, rounds: { type: 'string', default: '9' } },
});

/** The file of that size, made if it is not there: about 100 lines a frame, 5.7 kB a track. */
async function generated(megabytes: number): Promise<string> {
  const path = join(tmpdir(), 'rxjs-prefetch-cache-bench', `mot-${megabytes}.txt`);
  if ((statSync(path, { throwIfNoEntry: false })?.size ?? 0) > megabytes * 0.9e6) return path;
  const tracks = Math.ceil(megabytes * 175.2);
  const began = performance.now();
  const { bytes } = await writeTracks(path, { tracks, frames: Math.ceil(tracks * 0.955) });
  console.log(`made ${path}: ${(bytes / 1e6).toFixed(0)} MB in ${((performance.now() - began) / 1000).toFixed(1)} s`);
  return path;
}

function bareScan(path: string): number {
  const file = openSync(path, 'r');
  const block = Buffer.allocUnsafe(BLOCK);
  let lines = 0;
  for (let length = readSync(file, block, 0, BLOCK, null); length > 0; length = readSync(file, block, 0, BLOCK, null)) {
    const buffer = block.subarray(0, length);
    for (let i = buffer.indexOf(10, 0); i >= 0; i = buffer.indexOf(10, i + 1)) lines++;
  }
  closeSync(file);
  return lines;
}

/** Indexes to the end, and says how much memory the process had at most. */
async function index(provider: MotProvider): Promise<number> {
  let most = process.memoryUsage.rss();
  await provider
    .index()
    .pipe(tap(() => (most = Math.max(most, process.memoryUsage.rss()))))
    .forEach(() => undefined);
  return most;
}

async function timed<T>(run: () => T): Promise<[milliseconds: number, result: Awaited<T>]> {
  const began = performance.now();
  const result = await run();
  return [performance.now() - began, result];
}

const sorted = (times: readonly number[]) => times.slice().sort((a, b) => a - b);
const quantile = (times: readonly number[], q: number) => sorted(times)[Math.floor(q * (times.length - 1))] ?? NaN;
const ms = (time: number) => `${time.toFixed(time < 10 ? 3 : 0)} ms`;

async function main(): Promise<void> {
  const path = options.file ?? (await generated(Number(options.mb)));
  const size = statSync(path).size;
  console.log(`${path}: ${(size / 1e6).toFixed(1)} MB`);

  globalThis.gc?.();
  const before = process.memoryUsage.rss();
  const scans: number[] = [];
  const indexings: number[] = [];
  let growth = 0;
  for (let round = 0; round < Number(options.rounds); round++) {
    const provider = motProvider(fileSource(path));
    const [indexing, most] = await timed(() => index(provider));
    const [scan, lines] = await timed(() => bareScan(path));
    growth = Math.max(growth, most - before);
    scans.push(scan);
    indexings.push(indexing);
    if (round === 0) {
      const { frames, lines: indexed, indexBytes } = provider.stats();
      console.log(`${indexed} lines of ${frames} frames (${lines} line ends), an index of ${(indexBytes / 1e6).toFixed(1)} MB`);
    }
    await provider.close();
  }
  const [scan, indexing] = [quantile(scans, 0.5), quantile(indexings, 0.5)];
  console.log(
    `a bare scan for line ends   ${ms(scan)} (median of ${scans.length}; ${ms(quantile(scans, 0))} to ${ms(quantile(scans, 1))})`,
  );
  console.log(`indexing                    ${ms(indexing)} (median; ${ms(quantile(indexings, 0))} to ${ms(quantile(indexings, 1))})`);
  console.log(
    `ratio                       ${(indexing / scan).toFixed(2)} (at most 1.5 is aimed at); of the quickest ${(quantile(indexings, 0) / quantile(scans, 0)).toFixed(2)}`,
  );
  console.log(`memory                      ${(growth / 1e6).toFixed(0)} MB more than before (under 150 MB)`);

  const provider = motProvider(fileSource(path), { cacheSize: 0 });
  await index(provider);
  const frames = Float64Array.from(provider.keys());
  const loads: number[] = [];
  let boxes = 0;
  for (let i = 0; i < LOADS; i++) {
    const [time, { detections }] = await timed(() => provider.load(frames[(i * 7919) % frames.length] ?? 0));
    boxes += detections.length;
    loads.push(time);
  }
  const mean = loads.reduce((sum, time) => sum + time, 0) / LOADS;
  console.log(
    `loading a frame             ${ms(mean)} (mean of ${LOADS} frames of ${(boxes / LOADS).toFixed(0)} lines; median ${ms(quantile(loads, 0.5))}, p95 ${ms(quantile(loads, 0.95))}; under 1 ms)`,
  );
  await provider.close();
}

await main();
