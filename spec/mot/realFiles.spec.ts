import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { motProvider } from '../../src/mot/index.js';
import { fileSource } from '../../src/mot/node.js';
import { whenIndexed } from './support/whenIndexed.js';

/** Files of MOTChallenge, kept outside the project because of their licence. */
const folder = fileURLToPath(new URL('../../../shared/mot/', import.meta.url));
const names = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.gz')) : [];
const isExpected = names.length > 0 || process.env.CI !== undefined;

/** Frame, track id, left and confidence of each line, without the code under test. */
const rowsOf = (text: string) =>
  text
    .split(/\r?\n/)
    .filter((line) => line !== '')
    .map((line) => line.split(',').map(Number));

(isExpected ? describe : describe.skip)(
  `files of MOTChallenge${isExpected ? '' : ': skipped, as ../shared/mot is missing'}`,
  () => {
    let unpacked = '';
    beforeAll(() => {
      unpacked = mkdtempSync(join(tmpdir(), 'mot-real-'));
    });
    afterAll(() => {
      rmSync(unpacked, { recursive: true });
    });

    it('are there', () => {
      expect(names.length).toBeGreaterThanOrEqual(10);
    });

    it.each(names)(
      '%s: frames, lines and boxes are those of a plain count, and no frame takes more than 4 reads',
      async (name) => {
        const content = gunzipSync(readFileSync(join(folder, name)));
        const path = join(unpacked, basename(name, '.gz'));
        writeFileSync(path, content);
        const rows = rowsOf(content.toString());
        const source = fileSource(path);
        let reads = 0;
        const provider = motProvider({
          ...source,
          read(start, end, signal) {
            reads++;
            return source.read(start, end, signal);
          },
        });

        const rowsByFrame = new Map<number, number[][]>();
        for (const row of rows)
          rowsByFrame.set(row[0] ?? NaN, [...(rowsByFrame.get(row[0] ?? NaN) ?? []), row]);

        const progress = await whenIndexed(provider);
        expect(progress).toEqual({
          bytes: content.length,
          total: content.length,
          lines: rows.length,
          frames: rowsByFrame.size,
        });
        expect([...provider.keys()]).toEqual([...rowsByFrame.keys()].sort((a, b) => a - b));

        for (const [i, frame] of [...provider.keys()].entries()) {
          // Every fifth frame is read without frames and pages in memory.
          if (i % 5 === 0) provider.clear();
          reads = 0;
          const { detections } = await provider.load(frame);
          expect(reads).toBeLessThanOrEqual(4);
          const expected = rowsByFrame.get(frame) ?? [];
          expect(
            detections.map((box) => [
              box.trackId,
              box.left,
              box.top,
              box.width,
              box.height,
              box.confidence,
            ]),
          ).toEqual(expected.map((row) => row.slice(1, 7)));
          expect(
            detections.map((box) => [box.classId ?? box.x, box.visibility ?? box.y, box.z]),
          ).toEqual(expected.map((row) => [row[7], row[8], row[9]]));
          expect(detections.every((box) => 'classId' in box === (expected[0]?.length === 9))).toBe(
            true,
          );
        }
        expect(provider.stats()).toMatchObject({ malformed: 0, lines: rows.length });
        await provider.close();
      },
    );
  },
);
