import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { NEVER } from 'rxjs';
import { runDemo } from '../../../../demos/shared/runDemo.js';
import { fakeTerminal } from '../../../demos/fakeTerminal.js';
import { benchmark } from '../../../../tools/bench/replay/benchmark.js';
import { contenders } from '../../../../tools/bench/replay/contenders.js';

describe('The pictures', () => {
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'pictures-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('are drawn from a sweep, have labels, and have a text alternative', async () => {
    const terminal = fakeTerminal();
    const pictures = join(folder, 'new');
    const args = ['--limit', '40', '--only', 'scrub,random', '--pictures', pictures];
    expect(await runDemo(benchmark(args, terminal), terminal, NEVER)).toBe(0);
    expect((await readdir(pictures)).sort()).toEqual([
      'wait-against-loads.svg',
      'wait-by-trace.svg',
    ]);

    const [all = '', byTrace = ''] = await Promise.all(
      (await readdir(pictures)).sort().map((name) => readFile(join(pictures, name), 'utf8')),
    );
    for (const svg of [all, byTrace]) {
      expect(svg).toMatch(/^<svg [^>]*role="img">\n<title>Mean wait [^<]+<\/title>/);
      expect(svg).toContain('mean wait, % of one load');
      // A dark page must not shine through.
      expect(svg).toMatch(/<rect width="920" height="\d+" x="0" y="0" fill="#ffffff">/);
      expect(svg).not.toMatch(/NaN|undefined|Infinity/);
    }
    const shown = contenders.filter(({ kind }) => kind !== 'variant').map(({ name }) => name);
    expect(shown.filter((name) => !all.includes(`>${name}`))).toEqual([]);
    expect(
      ['scrub', 'random', 'no prefetching', 'graph'].filter(
        (word) => !byTrace.includes(`>${word}<`),
      ),
    ).toEqual([]);
  });
});
