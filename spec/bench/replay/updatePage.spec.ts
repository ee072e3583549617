import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { packageFolder } from '../../../tools/package/sourceFiles.js';
import { contenders } from '../../../tools/bench/replay/contenders.js';
import { patterns } from '../../../tools/bench/replay/patterns/patterns.js';
import type { Result } from '../../../tools/bench/replay/runs.js';
import { updatePage } from '../../../tools/bench/replay/updatePage.js';

const common = {
  load: 100,
  think: 40,
  capacity: 10,
  slots: 6,
  canAbort: true,
  isShared: false,
  requests: 4,
  hits: 0,
  p95: 100,
  stopped: 0,
  value: 0,
};
const result = (trace: string, name: string, wait: number, loads: number): Result => ({
  ...common,
  trace,
  name,
  wait,
  loads,
});

/** The first cells of the rows of the table behind a mark. */
function rowsAfter(page: string, mark: string): (string | undefined)[] {
  const table = new RegExp(`<!-- ${mark} -->\n([^]*?)<!-- end -->`).exec(page)?.[1] ?? '';
  const rows = table.split('\n').filter((line) => line.startsWith('|'));
  return rows.slice(2).map((row) => row.split('|')[1]?.trim());
}

describe('The tables of a page', () => {
  let path = '';
  beforeEach(async () => {
    path = join(await mkdtemp(join(tmpdir(), 'page-')), 'page.md');
  });
  afterEach(() => rm(join(path, '..'), { recursive: true }));

  it('replace the old tables between their marks, and change nothing else', async () => {
    await writeFile(
      path,
      '# A\n\n<!-- systems -->\n\nold\n\n<!-- end -->\n\nbetween\n\n<!-- traces -->\n\n<!-- end -->\n\n<!-- variants -->\n\n<!-- end -->\n\n<!-- yesterdays -->\n\n<!-- end -->\n\nbehind\n',
    );
    const results = [
      result('web', 'LRU', 80, 0.8),
      result('web', 'SIEVE', 50, 0.5),
      result('web', 'seen-before', 25, 0.75),
      result('web', 'no-markov', 40, 1.25),
      result('loop', 'LRU', 100, 1),
      result('loop', 'seen-before', 110, 1),
    ];
    const comparison = {
      fresh: result('web', 'auto', 50, 0.75),
      restored: result('web', 'auto', 25, 1),
    };
    updatePage(path, results, [
      {
        trace: 'web',
        size: 1000,
        whole: comparison,
        first: { ...comparison, restored: result('web', 'auto', 12.5, 1.25) },
      },
    ]);
    expect(await readFile(path, 'utf8')).toBe(`# A

<!-- systems -->

| system | what it is | mean wait | p95 | loads | at worst |
| --- | --- | --- | --- | --- | --- |
| LRU | no prefetching; evicts the item requested longest ago | 90.0 | 100 | 0.90 | +60.0 % web |
| SIEVE | no prefetching; evicts items that were not used again | 50.0 | 100 | 0.50 | 0.0 % web |
| seen-before | knows the trace, prefetches what could have been learned | 67.5 | 100 | 0.88 | +10.0 % loop |

<!-- end -->

between

<!-- traces -->

| trace | no prefetching | next-N | dynamicData | graph | auto | seen-before |
| --- | --- | --- | --- | --- | --- | --- |
| \`web\` | 50.0 |  |  |  |  | 25.0 / 0.75 |
| \`loop\` | 100.0 |  |  |  |  | 110.0 / 1.00 |

<!-- end -->

<!-- variants -->

| system | what it is | mean wait | p95 | loads | at worst |
| --- | --- | --- | --- | --- | --- |
| no-markov | \`auto()\` without \`markov()\` | 40.0 | 100 | 1.25 | -20.0 % web |

<!-- end -->

<!-- yesterdays -->

| trace | begun anew | with a model | first 200, anew | first 200, with a model |
| --- | --- | --- | --- | --- |
| \`web\` | 50.0 / 0.75 | 25.0 / 1.00 | 50.0 / 0.75 | 12.5 / 1.25 |

<!-- end -->

behind
`);
  });

  it('cause an error if the page has no marks for them', async () => {
    await writeFile(path, 'nothing');
    expect(() => updatePage(path, [], [])).toThrow(
      `Expected \`${path}\` to have the marks <!-- systems --> and <!-- end -->`,
    );
  });

  it('on prediction have a row for each contender and each pattern', async () => {
    const page = await readFile(join(packageFolder, 'docs/prediction.md'), 'utf8');
    expect(rowsAfter(page, 'systems')).toEqual(
      contenders.filter(({ kind }) => kind !== 'variant').map(({ name }) => name),
    );
    const variants = contenders.filter(({ name, kind }) => kind === 'variant' || name === 'auto');
    expect(rowsAfter(page, 'variants')).toEqual(variants.map(({ name }) => name));
    expect(rowsAfter(page, 'traces')).toEqual(patterns.map(({ name }) => `\`${name}\``));
    expect(rowsAfter(page, 'yesterdays')).toEqual([
      ...patterns.map(({ name }) => `\`${name}\``),
      'mean',
    ]);
  });
});
