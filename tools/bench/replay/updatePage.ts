import { readFileSync, writeFileSync } from 'node:fs';
import { contenders, type Contender } from './contenders.js';
import { mean } from './mean.js';
import type { Result } from './runs.js';
import { usualResults } from './usualResults.js';
import { withoutPrefetching } from './withoutPrefetching.js';
import { worstOf } from './worstOf.js';
import type { Yesterday } from './yesterday.js';
import { yesterdayHead, yesterdayRows } from './yesterdayRows.js';

const columns = ['next-N', 'dynamicData', 'graph', 'auto', 'seen-before'];

/**
 * Writes the tables of a sweep into a page, each behind its mark, `<!-- systems -->`, `<!-- traces
 * -->`, `<!-- variants -->` or `<!-- yesterdays -->`, up to `<!-- end -->`.
 *
 * @throws Error if the page lacks a mark
 */
export function updatePage(
  path: string,
  results: readonly Result[],
  yesterdays: readonly Yesterday[],
): void {
  const usual = usualResults(results);
  const tables = {
    systems: systemsTable(usual, ({ kind }) => kind !== 'variant'),
    traces: tracesTable(usual),
    variants: systemsTable(usual, ({ name, kind }) => kind === 'variant' || name === 'auto'),
    yesterdays: markdown(yesterdayHead, yesterdayRows(yesterdays, asCode)),
  };
  let page = readFileSync(path, 'utf8');
  for (const [mark, table] of Object.entries(tables)) {
    const place = new RegExp(`(<!-- ${mark} -->\n)[^]*?(\n<!-- end -->)`);
    if (!place.test(page))
      throw new Error(`Expected \`${path}\` to have the marks <!-- ${mark} --> and <!-- end -->`);
    page = page.replace(place, (_all, begin: string, end: string) => `${begin}\n${table}\n${end}`);
  }
  writeFileSync(path, page);
}

/** A row each of some systems: means over the traces, and the trace on which it is worst. */
function systemsTable(
  usual: readonly Result[],
  isShown: (contender: Contender) => boolean,
): string {
  const rows = contenders.filter(isShown).flatMap(({ name, what }) => {
    const own = usual.filter((result) => result.name === name);
    if (own.length === 0) return [];
    const of = (figure: 'wait' | 'p95' | 'loads') => mean(own.map((result) => result[figure]));
    return [
      [
        name,
        what,
        of('wait').toFixed(1),
        of('p95').toFixed(0),
        of('loads').toFixed(2),
        worstOf(own, usual),
      ],
    ];
  });
  return markdown(['system', 'what it is', 'mean wait', 'p95', 'loads', 'at worst'], rows);
}

/** A row each trace: wait and loads with some systems. */
function tracesTable(usual: readonly Result[]): string {
  const rows = [...new Set(usual.map(({ trace }) => trace))].map((trace) => {
    const cells = columns.map((name) => {
      const result = usual.find((each) => each.trace === trace && each.name === name);
      return result ? `${result.wait.toFixed(1)} / ${result.loads.toFixed(2)}` : '';
    });
    return [asCode(trace), withoutPrefetching(usual, trace)?.toFixed(1) ?? '', ...cells];
  });
  return markdown(['trace', 'no prefetching', ...columns], rows);
}

function asCode(name: string): string {
  return `\`${name}\``;
}

function markdown(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => '---'), ...rows]
    .map((cells) => `| ${cells.join(' | ')} |`)
    .join('\n');
}
