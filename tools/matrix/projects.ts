import { angularRow } from './angularRow.js';
import { bundlerRows } from './bundlerRows.js';
import type { Project } from './matrix.js';
import { runtimeRows } from './runtimeRows.js';
import { ssrRow } from './ssrRow.js';
import { typescriptRows } from './typescriptRows.js';

/**
 * All that the packed package is tried with. The runtimes come first, as the CLIs of Angular run on
 * them.
 */
export const projects: readonly Project[] = [
  { name: 'runtimes', rows: runtimeRows },
  { name: 'angular20', shares: 'angular', rows: [angularRow('angular20', 'node20')] },
  { name: 'angular21', shares: 'angular', rows: [angularRow('angular21', 'node22')] },
  { name: 'angular22', shares: 'angular', rows: [angularRow('angular22', 'node24')] },
  {
    name: 'angular21-ssr',
    shares: 'angular-ssr',
    rows: [
      ssrRow('angular21-ssr', 'node22', 'production'),
      ssrRow('angular21-ssr', 'node22', 'development'),
    ],
  },
  {
    name: 'angular22-ssr',
    shares: 'angular-ssr',
    rows: [
      ssrRow('angular22-ssr', 'node24', 'production'),
      ssrRow('angular22-ssr', 'node24', 'development'),
    ],
  },
  { name: 'bundlers', rows: bundlerRows },
  { name: 'typescript', rows: typescriptRows },
];
