import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { chooseTraces } from '../../../tools/bench/replay/chooseTraces.js';
import { readTraces } from '../../../tools/bench/replay/readTraces.js';

const options = { limit: 100, seed: 1 };

describe('Recorded traces', () => {
  let folder = '';
  const write = (name: string, text: string) => writeFile(join(folder, name), gzipSync(text));
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'traces-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('have one key per line, before the first tab; integers are numbers, and empty lines separate sessions', async () => {
    await write('web_a.txt.gz', '12\t1000\n-3\r\n\nabc\n1.5\n3/4/5\n');
    await write('other_b.txt.gz', '7');
    await writeFile(join(folder, 'README.md'), 'no trace');
    expect(readTraces(folder, 100)).toEqual([
      { name: 'other_b', load: 100, think: 40, keys: [7], starts: [0] },
      {
        name: 'web_a',
        load: 300,
        think: 2000,
        keys: [12, -3, 'abc', '1.5', '3/4/5'],
        starts: [0, 2],
      },
    ]);
  });

  it('are read up to a limit', async () => {
    await write('web_a.txt.gz', '1\n2\n3\n');
    expect(readTraces(folder, 2)[0]?.keys).toEqual([1, 2]);
  });

  it('cause an error if there are none, or if one has no key', async () => {
    expect(() => readTraces(folder, 1)).toThrow(
      `Expected \`${folder}\` to have files that end in \`.txt.gz\`, and it has none`,
    );
    await write('web_a.txt.gz', '\n\n');
    expect(() => readTraces(folder, 1)).toThrow(
      'Expected `web_a.txt.gz` to have a key a line, and it has none',
    );
  });

  it('can be chosen by name, shuffled by a seed, and read at another pace', async () => {
    await write('web_a.txt.gz', '1\n2\n3\n4\n5\n6\n7\n8\n');
    await write('web_b.txt.gz', '1\n');
    const [trace, ...others] = chooseTraces({
      ...options,
      traces: folder,
      only: ['web_a'],
      shuffle: 3,
      ratio: 2,
    });
    expect(others).toEqual([]);
    expect(trace).toMatchObject({ name: 'web_a', load: 300, think: 150 });
    expect(trace?.keys).not.toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect([...(trace?.keys ?? [])].sort()).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect(
      chooseTraces({ ...options, traces: folder, only: ['web_a'], shuffle: 3 })[0]?.keys,
    ).toEqual(trace?.keys);
  });

  it('cause an error if none has the given name', () => {
    expect(() => chooseTraces({ ...options, only: ['loop', 'lop'] })).toThrow(
      /^Expected `--only` to be of scrub, .*, got `lop`$/,
    );
  });
});
