import { describe, expect, it } from '@jest/globals';
import { importBreaches } from '../../tools/package/importLaw.js';
import { sourceFiles } from '../../tools/package/sourceFiles.js';

/** Breaches in these files, among files without any. */
function breachesOf(files: Readonly<Record<string, string>>): string[] {
  const lawful = {
    'src/types.ts': `import type { Observable } from 'rxjs';\nimport type { LoadError } from './errors.js';\nexport interface Predictor {}`,
    'src/errors.ts': `export class LoadError {}\nexport function show(): void {}`,
    'src/predictors/nearest.ts': `import type { Predictor } from '../types.js';\nexport function nearest(): Predictor { return {}; }\nexport function hidden() {}`,
    'src/learning/late.ts': `export const late = 1;`,
    'src/eviction/late.ts': `export const late = 1;`,
    'src/auto/late.ts': `export const late = 1;`,
    'src/cache/plan.ts': `import { nearest } from '../predictors/nearest.js';\nexport const plan = nearest;`,
    'src/state/fold.ts': `import { Immer } from 'immer';\nexport const fold = new Immer();`,
    'operators/internal/core.ts': `import { plan } from '../../src/cache/plan.js';\nexport const core = plan;`,
    'operators/cached.ts': `import { of } from 'rxjs';\nimport { core } from './internal/core.js';\nexport const cached = () => of(core);`,
    'operators/index.ts': `export { cached } from './cached.js';`,
    'src/index.ts': `export * from '../operators/index.js';\nexport type * from './types.js';\nexport { LoadError } from './errors.js';`,
    'src/mot/node.ts': `import { open } from 'node:fs/promises';\nimport { of } from 'rxjs';\nexport const file = () => of(open);`,
    'src/mot/index.ts': `export { mot } from './mot.js';`,
    'src/angular/router/strategy.ts': `import { Router } from '@angular/router';\nexport const strategy = Router;`,
    'src/replay/replay.ts': `import { of } from 'rxjs';\nimport { auto } from 'rxjs-prefetch-cache';\nexport const replay = [of, auto];`,
    'src/cli/files/node.ts': `import { open } from 'node:fs/promises';\nexport const file = open;`,
    'src/cli/node.ts': `import { auto } from 'rxjs-prefetch-cache';\nimport { replay } from '../replay/replay.js';\nimport { file } from './files/node.js';\nexport const run = [auto, replay, file];`,
    'src/mot/mot.ts': `import { cached } from '../../operators/cached.js';\nimport { LoadError } from '../errors.js';\nexport const mot = [cached, LoadError];`,
  };
  return importBreaches(new Map(Object.entries({ ...lawful, ...files })));
}

describe('the law of imports', () => {
  it('is kept by every file of src and operators', () => {
    const files = sourceFiles('src', 'operators');
    expect(files.size).toBeGreaterThan(60);
    expect(importBreaches(files)).toEqual([]);
  });

  it('accepts files that keep it', () => {
    expect(breachesOf({})).toEqual([]);
  });

  it('lets entries import what subscribes to providers, and no other part of a cache', () => {
    const load = (name: string) => ({
      [`operators/internal/${name}.ts`]: `export const ${name} = 1;`,
      'src/keyv/load.ts': `import { ${name} } from '../../operators/internal/${name}.js';\nexport const load = ${name};`,
    });
    expect(breachesOf(load('subscribeToResult'))).toEqual([]);
    expect(breachesOf(load('loads'))).toEqual([expect.stringContaining('for operators alone')]);
  });

  it.each([
    [
      'the base imports a family',
      'src/options.ts',
      `import { nearest } from './predictors/nearest.js';`,
      'base may not import predictors',
    ],
    [
      'the base imports rxjs at run time',
      'src/options.ts',
      `import { of } from 'rxjs';`,
      'only its types',
    ],
    [
      'an import of types leaves a bare import',
      'src/options.ts',
      `import { type Observable } from 'rxjs';`,
      'only its types',
    ],
    [
      'the command line imports a source of the package',
      'src/cli/late.ts',
      `import { LoadError } from '../errors.js';`,
      'cli may not import base',
    ],
    [
      'a replay imports the command line',
      'src/replay/late.ts',
      `import { run } from '../cli/node.js';`,
      'replay may not import cli',
    ],
    [
      'a source imports the package by its name',
      'src/auto/named.ts',
      `import { auto } from 'rxjs-prefetch-cache';`,
      'rxjs-prefetch-cache, which has no place here',
    ],
    [
      'a family imports another',
      'src/eviction/oldest.ts',
      `import { nearest } from '../predictors/nearest.js';`,
      'eviction may not import predictors',
    ],
    [
      'a family imports the cache, be it only a type',
      'src/eviction/oldest.ts',
      `import type { plan } from '../cache/plan.js';`,
      'eviction may not import cache',
    ],
    [
      'a fixed predictor imports what learns',
      'src/predictors/late.ts',
      `import type { late } from '../learning/late.js';`,
      'predictors may not import learning',
    ],
    [
      'what learns imports auto',
      'src/learning/mixing/late.ts',
      `import type { late } from '../../auto/late.js';`,
      'learning may not import auto',
    ],
    [
      'what learns imports an eviction policy',
      'src/learning/mixing/late.ts',
      `import { late } from '../../eviction/late.js';`,
      'learning may not import eviction',
    ],
    [
      'the cache imports what learns',
      'src/cache/store.ts',
      `import { late } from '../learning/late.js';`,
      'cache may not import learning',
    ],
    [
      'operators import auto',
      'operators/late.ts',
      `import { late } from '../src/auto/late.js';`,
      'operators may not import auto',
    ],
    [
      'the cache imports the state',
      'src/cache/store.ts',
      `import { fold } from '../state/fold.js';`,
      'cache may not import state',
    ],
    [
      'src imports operators',
      'src/cache/store.ts',
      `import { cached } from '../../operators/cached.js';`,
      'cache may not import operators',
    ],
    [
      'src imports operators when it runs',
      'src/cache/store.ts',
      `void import('../../operators/cached.js');`,
      'cache may not import operators',
    ],
    [
      'src names a type of operators in passing',
      'src/cache/store.ts',
      `let x: import('../../operators/cached.js').X;`,
      'cache may not import operators',
    ],
    [
      'src imports a further entry',
      'src/cache/store.ts',
      `export { mot } from '../mot/index.js';`,
      'cache may not import mot',
    ],
    [
      'operators import a further entry',
      'operators/late.ts',
      `import { mot } from '../src/mot/index.js';`,
      'operators may not import mot',
    ],
    [
      'operators import the root entry',
      'operators/late.ts',
      `import { LoadError } from '../src/index.js';`,
      'operators may not import root',
    ],
    [
      'operators import their own entry',
      'operators/late.ts',
      `import { cached } from './index.js';`,
      'its own entry',
    ],
    [
      'a further entry imports another',
      'src/testing/suite.ts',
      `import { mot } from '../mot/index.js';`,
      'testing may not import mot',
    ],
    [
      'a further entry imports what is not public',
      'src/mot/quote.ts',
      `import { hidden } from '../predictors/nearest.js';`,
      'hidden of src/predictors/nearest.ts, which is not public',
    ],
    [
      'a further entry takes all of a file',
      'src/mot/quote.ts',
      `import * as nearest from '../predictors/nearest.js';`,
      'which is not public',
    ],
    [
      'a further entry imports the inside of operators',
      'src/mot/quote.ts',
      `import { core } from '../../operators/internal/core.js';`,
      'for operators alone',
    ],
    [
      'a file not named for Node imports from it',
      'src/mot/quote.ts',
      `import { join } from 'node:path';`,
      'not named for Node',
    ],
    [
      'immer is imported outside of the state',
      'src/cache/store.ts',
      `import { produce } from 'immer';`,
      'immer, which has no place here',
    ],
    [
      'another package is imported',
      'operators/late.ts',
      `import { chunk } from 'lodash/chunk';`,
      'lodash/chunk, which has no place here',
    ],
    [
      'a folder is unknown',
      'src/misc/late.ts',
      `import type { Predictor } from '../types.js';`,
      'does not know its own folder',
    ],
    [
      'the router is imported outside of its entry',
      'src/angular/late.ts',
      `import { Router } from '@angular/router';`,
      '@angular/router, which',
    ],
    [
      'the entry of Angular imports that of its router',
      'src/angular/late.ts',
      `import { strategy } from './router/strategy.js';`,
      'angular may not import angular/router',
    ],
    [
      'a file is not there',
      'src/cache/store.ts',
      `import { gone } from './gone.js';`,
      'src/cache/gone.ts, which is not there',
    ],
    [
      'an entry holds logic',
      'src/testing/index.ts',
      `export const one = 1;`,
      'more than re-exports',
    ],
  ])('is broken where %s', (_what, path, text, breach) => {
    expect(breachesOf({ [path]: text })).toEqual([expect.stringContaining(breach)]);
  });

  it('is broken by a cycle of files, reported once, types included', () => {
    const breaches = breachesOf({
      'src/cache/a.ts': `import type { B } from './b.js';\nexport interface A { b: B }`,
      'src/cache/b.ts': `import { c } from './c.js';\nexport type B = typeof c;`,
      'src/cache/c.ts': `import { a } from './a.js';\nexport const c = a;`,
    });
    expect(breaches).toEqual([
      'src/cache/a.ts -> src/cache/b.ts -> src/cache/c.ts -> src/cache/a.ts is a cycle of files',
    ]);
  });

  it('is broken by a cycle of folders whose files form none, reported once, types included', () => {
    const breaches = breachesOf({
      'src/learning/a/one.ts': `import type { Two } from '../b/two.js';\nexport type One = Two;`,
      'src/learning/b/two.ts': `export interface Two {}`,
      'src/learning/b/three.ts': `import { four } from '../a/four.js';\nexport const three = four;`,
      'src/learning/a/four.ts': `export const four = 4;`,
    });
    expect(breaches).toEqual([
      'src/learning/a -> src/learning/b -> src/learning/a is a cycle of folders',
    ]);
  });

  it('names file and line', () => {
    expect(
      breachesOf({ 'src/cache/store.ts': `// first\nimport { fold } from '../state/fold.js';` }),
    ).toEqual(['src/cache/store.ts:2 imports src/state/fold.ts: cache may not import state']);
  });
});
