import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { lineWriter } from '../../demos/generate-mot/lineWriter.js';
import { generateTracks, type TrackOptions } from '../../demos/generate-mot/tracks.js';
import { writeTracks } from '../../demos/generate-mot/writeTracks.js';
import { blobSource, motProvider } from '../../src/mot/index.js';
import { whenIndexed } from '../mot/support/whenIndexed.js';

interface Box {
  readonly frame: number;
  readonly id: number;
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  readonly confidence: number;
  readonly x: number;
  readonly y: number;
}

function textOf(options: TrackOptions): string {
  const decoder = new TextDecoder();
  return Array.from(generateTracks(options), ({ bytes }) => decoder.decode(bytes)).join('');
}
function boxesOf(text: string): Box[] {
  return text
    .split('\n')
    .slice(0, -1)
    .map((line) => {
      const [
        frame = NaN,
        id = NaN,
        left = NaN,
        top = NaN,
        width = NaN,
        height = NaN,
        confidence = NaN,
        x = NaN,
        y = NaN,
      ] = line.split(',').map(Number);
      return { frame, id, left, top, width, height, confidence, x, y };
    });
}
const sha256 = (content: string) => createHash('sha256').update(content).digest('hex');

const text = textOf({ tracks: 400, frames: 2000 });
const boxes = boxesOf(text);
const tracks = new Map<number, Box[]>();
for (const box of boxes) tracks.set(box.id, [...(tracks.get(box.id) ?? []), box]);

describe('lineWriter', () => {
  it('writes what toFixed writes', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -1e9, max: 1e9 }),
        fc.integer({ min: 0, max: 5 }),
        (value, decimals) => {
          const writer = lineWriter();
          writer.fixed(value, decimals);
          expect(new TextDecoder().decode(writer.take())).toBe(
            (value / 10 ** decimals).toFixed(decimals),
          );
        },
      ),
    );
  });
});

describe('generateTracks', () => {
  it('gives equal bytes for an equal seed, on any machine, and other bytes for another', () => {
    const bytes = sha256(textOf({ tracks: 20, frames: 100, seed: 7 }));
    expect(bytes).toBe('e35868bfd8566f3766c6b49e12dc334171f79de17a03591281f90ecf2a94c52b');
    expect(sha256(textOf({ tracks: 20, frames: 100, seed: 8 }))).not.toBe(bytes);
    expect(textOf({})).toBe(
      textOf({
        tracks: 100,
        frames: 10_000,
        width: 1920,
        height: 1080,
        minTrackLength: 10,
        maxTrackLength: 200,
        seed: 42,
      }),
    );
  });

  it('writes ten columns: whole numbers, tenths of pixels, a confidence of five digits, and z 0.0', () => {
    const line = /^\d+,\d+(,\d+\.\d){4},[01]\.\d{5}(,\d+\.\d){2},0\.0$/;
    expect(
      text
        .split('\n')
        .slice(0, -1)
        .filter((each) => !line.test(each)),
    ).toEqual([]);
    expect(text.endsWith('\n')).toBe(true);
  });

  it('is ordered by frame and then by track, and tracks are numbered as they begin', () => {
    const order = boxes.map(({ frame, id }) => frame * 1e6 + id);
    expect(order).toEqual(order.slice().sort((a, b) => a - b));
    expect(boxes.every(({ frame }) => frame >= 1 && frame <= 2000)).toBe(true);
    const firsts = [...tracks.values()].map(([first]) => first?.frame ?? NaN);
    expect(firsts).toEqual(firsts.slice().sort((a, b) => a - b));
    expect([...tracks.keys()]).toEqual(Array.from({ length: 400 }, (_, i) => i + 1));
  });

  it('cuts boxes at the edges, and omits those of less than 10 px', () => {
    const isWithin = (box: Box) =>
      box.left >= 0 &&
      box.top >= 0 &&
      box.left + box.width < 1920.01 &&
      box.top + box.height < 1080.01;
    const isFit = ({ width, height }: Box) =>
      width >= 10 && height >= 10 && width <= 200.1 && height <= 200.1;
    expect(boxes.filter((box) => !isWithin(box) || !isFit(box))).toEqual([]);
    expect(boxes.some(({ left, width }) => left === 0 && width < 50)).toBe(true);
    expect(boxes.some(({ top, height }) => top + height > 1079.99 && height < 50)).toBe(true);
  });

  it('writes the centre of the box as x and y', () => {
    const isCentre = (box: Box) =>
      Math.abs(box.x - box.left - box.width / 2) < 0.06 &&
      Math.abs(box.y - box.top - box.height / 2) < 0.06;
    expect(boxes.filter((box) => !isCentre(box))).toEqual([]);
  });

  it('begins tracks at least 100 px from the edges, within a noise of 2 px', () => {
    const isInside = (box?: Box) =>
      box &&
      box.left >= 97.9 &&
      box.top >= 97.9 &&
      box.left + box.width <= 1822.1 &&
      box.top + box.height <= 982.1;
    expect([...tracks.values()].filter(([first]) => !isInside(first))).toEqual([]);
  });

  it('moves them by up to 5 px a frame, with a noise of 2 px, and keeps their size', () => {
    const isWhole = (box: Box, first: Box) =>
      Math.abs(box.width - first.width) < 0.15 && Math.abs(box.height - first.height) < 0.15;
    const steps = [...tracks.values()].flatMap(([first, ...others]) => {
      if (!first) return [];
      const whole = others.filter((box) => isWhole(box, first));
      return whole.map((box, i) => {
        const previous = whole[i - 1] ?? first;
        const [age, gap] = [box.frame - first.frame, box.frame - previous.frame];
        return Math.max(
          Math.abs(box.x - previous.x) - 5 * gap,
          Math.abs(box.y - previous.y) - 5 * gap,
          Math.abs(box.x - first.x) - 5 * age,
          Math.abs(box.y - first.y) - 5 * age,
        );
      });
    });
    expect(steps.length).toBeGreaterThan(20_000);
    // Noise of 2 px at either end, and tenths that are rounded.
    expect(Math.max(...steps)).toBeLessThan(4.2);
    expect(Math.max(...steps)).toBeGreaterThan(2);
  });

  it('gives tracks a length within the options', () => {
    const lived = boxesOf(
      textOf({ tracks: 300, frames: 3000, minTrackLength: 20, maxTrackLength: 30 }),
    ).reduce(
      (frames, { id, frame }) => frames.set(id, [...(frames.get(id) ?? []), frame]),
      new Map<number, number[]>(),
    );
    const lengths = [...lived.values()]
      .filter((frames) => !frames.includes(3000))
      .map((frames) => frames.length);
    expect([Math.min(...lengths), Math.max(...lengths)]).toEqual([20, 30]);
  });

  it('gives a confidence from .1 to 1, which varies with the frame', () => {
    expect(boxes.every(({ confidence }) => confidence >= 0.1 && confidence <= 1)).toBe(true);
    const means = [Math.PI / 2, (3 * Math.PI) / 2].map((phase) => {
      const there = boxes.filter(
        ({ frame }) => Math.abs(((0.1 * frame) % (2 * Math.PI)) - phase) < 0.3,
      );
      return there.reduce((sum, { confidence }) => sum + confidence, 0) / there.length;
    });
    expect((means[0] ?? 0) - (means[1] ?? 0)).toBeGreaterThan(0.1);
    expect((means[0] ?? 0) - (means[1] ?? 0)).toBeLessThan(0.3);
  });

  it('gives about 5.7 kB a track', () => {
    const bytes = textOf({ tracks: 1000, frames: 100_000 }).length;
    expect(bytes).toBeGreaterThan(5.4e6);
    expect(bytes).toBeLessThan(6e6);
  });

  it('gives the progress with each chunk', () => {
    const chunks = Array.from(
      generateTracks({ tracks: 500, frames: 5000 }),
      ({ bytes, ...rest }) => ({ ...rest, bytes: bytes.length }),
    );
    expect(chunks.length).toBeGreaterThan(2);
    expect(Math.max(...chunks.map(({ bytes }) => bytes))).toBeLessThan(1.1e6);
    expect(chunks.at(-1)).toMatchObject({
      tracks: 500,
      lines: textOf({ tracks: 500, frames: 5000 }).split('\n').length - 1,
    });
    expect(chunks.map(({ frame }) => frame)).toEqual(
      chunks.map(({ frame }) => frame).sort((a, b) => a - b),
    );
  });

  it('accepts the smallest picture, one frame and no track', () => {
    expect(boxesOf(textOf({ tracks: 50, frames: 1, width: 200, height: 200 }))).toHaveLength(50);
    expect(textOf({ tracks: 0, frames: 10 })).toBe('');
  });

  it('writes lines that motProvider reads', async () => {
    const provider = motProvider(blobSource(new Blob([text])));
    await whenIndexed(provider);
    const frames = await provider.loadMany(provider.keys());
    expect(frames.flatMap(({ detections }) => detections)).toHaveLength(boxes.length);
    expect(provider.stats()).toMatchObject({ lines: boxes.length, malformed: 0 });
    const [box] = boxes;
    expect(frames[0]?.detections[0]).toMatchObject({
      trackId: box?.id,
      left: box?.left,
      confidence: box?.confidence,
      x: box?.x,
      y: box?.y,
      z: 0,
    });
  });

  it.each([
    [{ tracks: -1 }, 'Expected `tracks` to be an integer of 0 or more, got `-1` (number)'],
    [{ frames: 0 }, 'Expected `frames` to be an integer of 1 or more, got `0` (number)'],
    [{ width: 199 }, 'Expected `width` to be an integer of 200 or more, got `199` (number)'],
    [{ height: 1.5 }, 'Expected `height` to be an integer of 200 or more, got `1.5` (number)'],
    [
      { minTrackLength: 0 },
      'Expected `minTrackLength` to be an integer of 1 or more, got `0` (number)',
    ],
    [
      { minTrackLength: 20, maxTrackLength: 10 },
      'Expected `maxTrackLength` to be an integer of 20 or more, got `10` (number)',
    ],
    [
      { seed: NaN },
      'Expected `seed` to be an integer of -9007199254740991 or more, got `NaN` (number)',
    ],
  ])('refuses %j at once', (options, message) => {
    expect(() => generateTracks(options)).toThrow(new RangeError(message));
    expect(() => generateTracks({ tracks: '5' } as unknown as TrackOptions)).toThrow(
      new TypeError('Expected `tracks` to be an integer, got `5` (string)'),
    );
  });
});

describe('generate-mot', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'generate-mot-'));
  });
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  it('writes the file and its folder, and returns what it wrote', async () => {
    const path = join(folder, 'a', 'b', 'tracks.txt');
    const steps: number[] = [];
    const written = await writeTracks(path, { tracks: 400, frames: 2000 }, ({ bytes }) =>
      steps.push(bytes),
    );
    expect(readFileSync(path, 'utf8')).toBe(text);
    expect(written).toEqual({ frame: 2000, lines: boxes.length, tracks: 400, bytes: text.length });
    expect(steps.at(-1)).toBe(text.length);
  });

  it('writes nothing for wrong options', async () => {
    const path = join(folder, 'none', 'tracks.txt');
    await expect(writeTracks(path, { frames: 0 })).rejects.toThrow('`frames`');
    expect(existsSync(join(folder, 'none'))).toBe(false);
  });

  it('is a command with the options of the reference system, and ends with a summary', async () => {
    const root = fileURLToPath(new URL('../../', import.meta.url));
    const run = (...args: string[]) =>
      promisify(execFile)(
        process.execPath,
        ['--import', 'tsx', 'demos/generate-mot/main.ts', ...args],
        { cwd: root },
      );
    const path = join(folder, 'command', 'tracks.txt');
    const { stdout } = await run(
      '-o',
      path,
      '-t',
      '20',
      '-f',
      '100',
      '--seed',
      '7',
      '--width',
      '1920',
      '--height',
      '1080',
      '--min-track-length',
      '10',
      '--max-track-length',
      '200',
    );
    const content = readFileSync(path, 'utf8');
    expect(content).toBe(textOf({ tracks: 20, frames: 100, seed: 7 }));
    const lines = content.split('\n').length - 1;
    expect(stdout).toContain(`${content.length.toLocaleString('en-US')} bytes`);
    expect(stdout).toContain(
      `${lines.toLocaleString('en-US')} lines, 100 frames, 20 tracks, mean ${(lines / 100).toFixed(1)} boxes a frame`,
    );
    await expect(run('--output', path, '--frames', '0')).rejects.toMatchObject({
      code: 1,
      stderr: 'Expected `frames` to be an integer of 1 or more, got `0` (number)\n',
    });
    await expect(run('-o', path, '-t', 'many')).rejects.toMatchObject({ code: 1 });
    await expect(run('-t', '5')).rejects.toMatchObject({ code: 1 });
  });
});
