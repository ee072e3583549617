import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { lastValueFrom } from 'rxjs';
import { sampleFile } from '../../demos/shared/sampleFile.js';

const none = { defaultValue: undefined };

describe('The data file of the demos', () => {
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sample-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('is made once, with its folder', async () => {
    const path = join(folder, 'data', 'small.txt');
    expect(await lastValueFrom(sampleFile(path, { tracks: 2, frames: 10 }), none)).toEqual({
      path,
      isNew: true,
    });
    const text = await readFile(path, 'utf8');
    expect(text.split('\n').every((line) => line === '' || line.split(',').length === 10)).toBe(
      true,
    );
    expect(await lastValueFrom(sampleFile(path, { tracks: 9, frames: 90 }), none)).toEqual({
      path,
      isNew: false,
    });
    expect(await readFile(path, 'utf8')).toBe(text);
    expect(await readdir(join(folder, 'data'))).toEqual(['small.txt']);
  });

  it('is not left incomplete when its generation is interrupted', async () => {
    const made = sampleFile(join(folder, 'big.txt'), {
      tracks: 20_000,
      frames: 100_000,
    }).subscribe();
    while ((await readdir(folder)).length === 0) await setImmediate();
    expect(await readdir(folder)).toEqual([expect.stringMatching(/\.part$/)]);
    made.unsubscribe();
    while ((await readdir(folder)).length > 0) await setImmediate();
    expect(await readdir(folder)).toEqual([]);
  });
});
