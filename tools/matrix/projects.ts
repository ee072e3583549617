import { angularRow } from './angularRow.js';
import { bundlerRows } from './bundlerRows.js';
import type { Project } from './matrix.js';
import { runtimeRows } from './runtimeRows.js';
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
  { name: 'bundlers', rows: bundlerRows },
  { name: 'typescript', rows: typescriptRows },
];
