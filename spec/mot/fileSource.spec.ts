import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  unlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { motProvider } from '../../src/mot/index.js';
import { fileSource } from '../../src/mot/node.js';
import { whenIndexed } from './support/whenIndexed.js';

let folder = '';
let files = 0;
const fileOf = (content: string) => {
  const path = join(folder, `${files++}.txt`);
  writeFileSync(path, content);
  return path;
};
const small = '1,1,10,20,30,40,0.5\n2,1,12,22,32,42,0.7\n';
/** The folder of open files, on systems that have it. */
const descriptors = '/proc/self/fd';
const isCounted = existsSync(descriptors);
const whereCounted = (title: string, spec: () => Promise<void>): void =>
  isCounted
    ? it(title, spec)
    : it.skip(`${title}: skipped, as this system has no ${descriptors}`, spec);
const openFiles = () => readdirSync(descriptors).length;

/** Waits for some turns of the event loop, for work of the file system. */
const turns = async (count: number) => {
  for (let i = 0; i < count; i++) await stat(folder);
};

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'mot-spec-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

describe('fileSource', () => {
  it.each([
    ['a path', (path: string) => path],
    ['a file: URL', (path: string) => pathToFileURL(path)],
  ])('reads %s', async (_, as) => {
    const provider = motProvider(fileSource(as(fileOf(small))));
    expect((await provider.load(2)).detections).toStrictEqual([
      { trackId: 1, left: 12, top: 22, width: 32, height: 42, confidence: 0.7 },
    ]);
    expect([...provider.keys()]).toEqual([1, 2]);
    await provider.close();
  });

  it('reads an empty file', async () => {
    const provider = motProvider(fileSource(fileOf('')));
    expect(await whenIndexed(provider)).toEqual({ bytes: 0, total: 0, lines: 0, frames: 0 });
    await provider.close();
  });

  it('reads a file of many blocks, with lines across their borders', async () => {
    const frames = 60_000;
    const provider = motProvider(
      fileSource(
        fileOf(Array.from({ length: frames }, (_, i) => `${i},${i},1,2,3,4,${i % 7}\n`).join('')),
      ),
    );
    await whenIndexed(provider);
    expect(provider.stats()).toMatchObject({ frames, lines: frames, malformed: 0 });
    const loaded = await provider.loadMany(provider.keys());
    expect(
      loaded.every(
        ({ frame, detections }) =>
          detections.length === 1 &&
          detections[0]?.trackId === frame &&
          detections[0].confidence === frame % 7,
      ),
    ).toBe(true);
    await provider.close();
  });

  it('reads many frames at once', async () => {
    const provider = motProvider(
      fileSource(fileOf(Array.from({ length: 500 }, (_, i) => `${i},${i},1,2,3,4,1\n`).join(''))),
    );
    const loaded = await Promise.all(Array.from({ length: 500 }, (_, i) => provider.load(i)));
    expect(loaded.map(({ detections }) => detections[0]?.trackId)).toEqual(
      loaded.map(({ frame }) => frame),
    );
    await provider.close();
  });

  it('rejects for a missing file', async () => {
    const path = join(folder, 'none.txt');
    const error = {
      name: 'MotSourceError',
      problem: 'missing',
      source: path,
      message: `There is no \`${path}\``,
    };
    const provider = motProvider(fileSource(path));
    await expect(whenIndexed(provider)).rejects.toMatchObject(error);
    await expect(provider.load(1)).rejects.toMatchObject(error);
    await expect(
      motProvider(fileSource(join(fileOf(small), 'in-a-file.txt'))).load(1),
    ).rejects.toMatchObject({ problem: 'missing' });
    writeFileSync(path, small);
    expect((await provider.load(1)).detections).toHaveLength(1);
    await provider.close();
  });

  it('rejects for a folder', async () => {
    const path = join(folder, 'folder');
    mkdirSync(path);
    await expect(motProvider(fileSource(path)).load(1)).rejects.toMatchObject({
      name: 'MotSourceError',
      problem: 'folder',
      message: `\`${path}\` is a folder, expected a file`,
    });
  });

  it('rejects for what is neither a file nor a folder', async () => {
    await expect(motProvider(fileSource('/dev/null')).load(1)).rejects.toMatchObject({
      name: 'MotSourceError',
      problem: 'unreadable',
    });
  });

  it.each([
    ['was appended to', (path: string) => appendFileSync(path, '3,1,1,1,1,1,1\n')],
    ['was cut', (path: string) => writeFileSync(path, small.slice(0, 25))],
    [
      'was written anew, equally long',
      (path: string) => writeFileSync(path, small.replace('12', '99')),
    ],
    ['was touched', (path: string) => utimesSync(path, 1, 1)],
    [
      'was replaced by another',
      (path: string) => {
        writeFileSync(`${path}.new`, small);
        utimesSync(`${path}.new`, 1_000_000, 1_000_000);
        renameSync(`${path}.new`, path);
      },
    ],
  ])('rejects for a file that changed since it was indexed: it %s', async (_, change) => {
    const path = fileOf(small);
    utimesSync(path, 1_000_000, 1_000_000);
    const provider = motProvider(fileSource(path));
    await provider.load(1);
    change(path);
    await expect(provider.load(2)).rejects.toMatchObject({
      name: 'MotSourceError',
      problem: 'changed',
      message: expect.stringContaining(`\`${path}\` changed since it was indexed`),
    });
    await provider.close();
  });

  it('rejects for a file that changes while it is indexed', async () => {
    const path = fileOf(small.repeat(30_000));
    const provider = motProvider(fileSource(path));
    let isChanged = false;
    const index = new Promise((_, reject) => {
      provider.index().subscribe({
        next: ({ bytes }) => {
          if (bytes > 0 && !isChanged) appendFileSync(path, '3');
          isChanged ||= bytes > 0;
        },
        error: reject,
      });
    });
    await expect(index).rejects.toMatchObject({ problem: 'changed' });
    await provider.close();
  });

  it('rejects for a file that was removed since it was indexed', async () => {
    const path = fileOf(small);
    const provider = motProvider(fileSource(path));
    await provider.load(1);
    unlinkSync(path);
    await expect(provider.load(2)).rejects.toMatchObject({ problem: 'missing' });
    await provider.close();
  });

  whereCounted('opens the file once and late, and holds nothing open after close', async () => {
    const path = fileOf(small.repeat(50_000));
    const before = openFiles();
    const provider = motProvider(fileSource(path));
    expect(openFiles()).toBe(before);
    await provider.load(1);
    await provider.load(2);
    expect(openFiles()).toBe(before + 1);
    await provider.close();
    expect(openFiles()).toBe(before);

    const stopped = motProvider(fileSource(path));
    const outcome = Promise.allSettled([stopped.load(1)]);
    await new Promise((resolve) => stopped.index().subscribe({ next: resolve, error: resolve }));
    await stopped.close();
    await outcome;
    await turns(9);
    expect(openFiles()).toBe(before);
  });

  whereCounted(
    'holds nothing open if it was closed while it opened, at any step of that',
    async () => {
      const path = fileOf(small);
      const before = openFiles();
      for (let step = 0; step < 8; step++) {
        const provider = motProvider(fileSource(path));
        const outcome = Promise.allSettled([provider.load(1)]);
        await turns(step);
        await provider.close();
        expect(openFiles()).toBe(before);
        await outcome;
        await turns(9);
        expect(openFiles()).toBe(before);
      }
    },
  );

  whereCounted(
    'holds nothing open if its index was stopped and begun again and again',
    async () => {
      const path = fileOf(small);
      const before = openFiles();
      const provider = motProvider(fileSource(path));
      for (let i = 0; i < 60; i++) {
        const subscription = provider.index().subscribe();
        await turns(i % 6);
        subscription.unsubscribe();
      }
      expect((await provider.load(1)).detections).toHaveLength(1);
      expect(openFiles()).toBe(before + 1);
      await provider.close();
      expect(openFiles()).toBe(before);
    },
  );

  it('refuses anything but a path', () => {
    expect(() => fileSource(5 as unknown as string)).toThrow(
      new TypeError('Expected `path` to be a path or a file: URL, got `5` (number)'),
    );
  });
});
