/**
 * What indexing a large Multiple Object Tracking file costs, and loading a frame of it: `npm run
 * bench -- mot`.
 *
 * Makes a file of 500 MB with the generator, once, in the folder for temporary files; `--mb 50`
 * makes a smaller one, `--file gt.txt` takes yours.
 *
 * Indexing is compared with bare scans for line ends, `buffer.indexOf(10, i)`; all include reading,
 * and take turns in one process. The strict one reads with `readSync`: nothing is quicker, as no
 * thread hands a block to another, and nothing else can happen meanwhile. The other one is given
 * the blocks that the index is given. Memory is what the process grows by while it indexes, reading
 * buffers included. A frame is loaded from the file, never from what is held.
 */
import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { motProvider, type MotProvider } from 'rxjs-prefetch-cache/mot';
import { fileSource } from 'rxjs-prefetch-cache/mot/node';
import { writeTracks } from '../../demos/generate-mot/writeTracks.js';

const BLOCK = 1 << 20;
const LOADS = 2000;

const { values: options } = parseArgs({
  options: {
    file: { type: 'string' },
    mb: { type: 'string', default: '500' },
    rounds: { type: 'string', default: '9' },
  },
});

/** The file of that size, made if it is not there: about 100 lines a frame, 5.7 kB a track. */
async function generated(megabytes: number): Promise<string> {
  const path = join(tmpdir(), 'rxjs-prefetch-cache-bench', `mot-${megabytes}.txt`);
  if ((statSync(path, { throwIfNoEntry: false })?.size ?? 0) > megabytes * 0.9e6) return path;
  const tracks = Math.ceil(megabytes * 175.2);
  const began = performance.now();
  const { bytes } = await writeTracks(path, { tracks, frames: Math.ceil(tracks * 0.955) });
  console.log(
    `made ${path}: ${(bytes / 1e6).toFixed(0)} MB in ${((performance.now() - began) / 1000).toFixed(1)} s`,
  );
  return path;
}

function lineEnds(buffer: Uint8Array): number {
  let lines = 0;
  for (let i = buffer.indexOf(10, 0); i >= 0; i = buffer.indexOf(10, i + 1)) lines++;
  return lines;
}

function scan(path: string): number {
  const file = openSync(path, 'r');
  const block = Buffer.allocUnsafe(BLOCK);
  let lines = 0;
  for (
    let length = readSync(file, block, 0, BLOCK, null);
    length > 0;
    length = readSync(file, block, 0, BLOCK, null)
  ) {
    lines += lineEnds(block.subarray(0, length));
  }
  closeSync(file);
  return lines;
}

async function scanChunks(path: string): Promise<number> {
  const source = fileSource(path);
  const { chunks } = await source.open(new AbortController().signal);
  let lines = 0;
  for await (const chunk of chunks) lines += lineEnds(chunk);
  await source.close();
  return lines;
}

const index = (provider: MotProvider) => provider.index().forEach(() => undefined);

/**
 * By how many bytes the process grows at most while it indexes. Looking takes time: it is not done
 * while time is taken.
 */
async function growth(path: string): Promise<number> {
  globalThis.gc?.();
  const before = process.memoryUsage.rss();
  let most = before;
  const provider = motProvider(fileSource(path));
  await provider.index().forEach(() => {
    most = Math.max(most, process.memoryUsage.rss());
  });
  const { frames, lines, indexBytes } = provider.stats();
  console.log(
    `${lines} lines of ${frames} frames, an index of ${(indexBytes / 1e6).toFixed(1)} MB`,
  );
  await provider.close();
  return most - before;
}

async function timed<T>(run: () => T): Promise<[milliseconds: number, result: Awaited<T>]> {
  const began = performance.now();
  const result = await run();
  return [performance.now() - began, result];
}

const sorted = (times: readonly number[]) => times.slice().sort((a, b) => a - b);
const quantile = (times: readonly number[], q: number) =>
  sorted(times)[Math.floor(q * (times.length - 1))] ?? NaN;
const range = (times: readonly number[]) =>
  `${ms(quantile(times, 0.5))} (median of ${times.length}; ${ms(quantile(times, 0))} to ${ms(quantile(times, 1))})`;
const ms = (time: number) => `${time.toFixed(time < 10 ? 3 : 0)} ms`;

async function main(): Promise<void> {
  const path = options.file ?? (await generated(Number(options.mb)));
  const size = statSync(path).size;
  console.log(`${path}: ${(size / 1e6).toFixed(1)} MB`);

  const grown = await growth(path);
  const times: Record<'scan' | 'scanChunks' | 'index', number[]> = {
    scan: [],
    scanChunks: [],
    index: [],
  };
  for (let round = 0; round < Number(options.rounds); round++) {
    const provider = motProvider(fileSource(path));
    times.index.push((await timed(() => index(provider)))[0]);
    await provider.close();
    times.scan.push((await timed(() => scan(path)))[0]);
    times.scanChunks.push((await timed(() => scanChunks(path)))[0]);
  }
  const indexing = quantile(times.index, 0.5);
  const against = (list: readonly number[]) =>
    `${range(list)}; indexing takes ${(indexing / quantile(list, 0.5)).toFixed(2)} times that`;
  console.log(`indexing                    ${range(times.index)}`);
  console.log(`a bare scan, readSync       ${against(times.scan)} (at most 1.5 is aimed at)`);
  console.log(`a bare scan, same blocks    ${against(times.scanChunks)}`);
  console.log(
    `memory                      ${(grown / 1e6).toFixed(0)} MB more than before (under 150 MB)`,
  );

  const provider = motProvider(fileSource(path), { cacheSize: 0 });
  await index(provider);
  const frames = Float64Array.from(provider.keys());
  const loads: number[] = [];
  let boxes = 0;
  for (let i = 0; i < LOADS; i++) {
    const [time, { detections }] = await timed(() =>
      provider.load(frames[(i * 7919) % frames.length] ?? 0),
    );
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
