import { describe, expect, it } from '@jest/globals';
import { blobSource, motProvider } from '../../src/mot/index.js';
import { whenIndexed } from './support/whenIndexed.js';

const content = Array.from({ length: 80_000 }, (_, i) => `${i},${i},1,2,3,4,${i % 7}\n`).join('');

describe('blobSource', () => {
  it('reads a blob of many chunks', async () => {
    const provider = motProvider(blobSource(new Blob([content])));
    await whenIndexed(provider);
    expect(provider.stats()).toMatchObject({ frames: 80_000, lines: 80_000, malformed: 0 });
    for (const frame of [0, 1, 47_777, 79_999]) {
      expect((await provider.load(frame)).detections).toStrictEqual([
        { trackId: frame, left: 1, top: 2, width: 3, height: 4, confidence: frame % 7 },
      ]);
    }
    await provider.close();
  });

  it('reads an empty blob', async () => {
    const provider = motProvider(blobSource(new Blob([])));
    await whenIndexed(provider);
    expect(provider.size).toBe(0);
  });

  it('has the name of the file', () => {
    expect(blobSource(new File(['1'], 'gt.txt')).name).toBe('gt.txt');
    expect(blobSource(new Blob(['1'])).name).toBe('blob');
  });

  it('rejects as changed for a file that cannot be read any more', async () => {
    const cause = new DOMException('The file changed on the disk', 'NotReadableError');
    let isChanged = false;
    const blob = new Blob([content]);
    const provider = motProvider(
      blobSource({
        name: 'gt.txt',
        size: blob.size,
        slice: (start, end) =>
          isChanged ? { arrayBuffer: () => Promise.reject(cause) } : blob.slice(start, end),
      }),
    );
    await provider.load(1);
    isChanged = true;
    await expect(provider.load(2)).rejects.toMatchObject({
      name: 'MotSourceError',
      problem: 'changed',
      source: 'gt.txt',
      cause,
    });
  });

  it('rejects as changed for a file that became shorter', async () => {
    const provider = motProvider(
      blobSource({
        size: 100,
        slice: () => ({ arrayBuffer: () => Promise.resolve(new ArrayBuffer(7)) }),
      }),
    );
    await expect(provider.load(2)).rejects.toMatchObject({
      problem: 'changed',
      message: expect.stringContaining('expected 100 bytes, got 7'),
    });
  });

  it('refuses anything but a blob', () => {
    expect(() => blobSource('gt.txt' as unknown as Blob)).toThrow(
      new TypeError('Expected `blob` to be a Blob or a File, got `"gt.txt"` (string)'),
    );
  });
});
