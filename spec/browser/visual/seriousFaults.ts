import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Page as Tab } from 'playwright-core';

const axe = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

/**
 * What axe finds on a page that is serious or critical: each rule, with the first element that
 * breaks it.
 */
export async function seriousFaults(tab: Tab): Promise<readonly string[]> {
  await tab.addScriptTag({ path: axe });
  const { violations } = await tab.evaluate<AxeResults>('axe.run()');
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, help, nodes }) => `${id}: ${help}: ${nodes[0]?.html ?? ''}`);
}
