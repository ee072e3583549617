import { describe, expect, it } from '@jest/globals';
import { bundleSpecs } from '../../tools/package/bundleSpecs.js';

const sources = {
  'src/index.ts': `export * from '../operators/index.js';\nexport type { Key } from './key.js';\nexport { near as nearest, Near } from './near.js';`,
  'src/key.ts': `export type Key = number;\nexport const key = 1;`,
  'src/near.ts': `export function near() {}\nexport class Near {}\nexport function far() {}`,
  'operators/index.ts': `export { cached } from './cached.js';`,
  'operators/cached.ts': `export const cached = 1;`,
  'src/mot/index.ts': `export { mot } from './mot.js';`,
  'src/mot/mot.ts': `export const mot = 1;`,
};

/** Whether a spec with this text and these helpers would run over the bundle. */
function isFound(text: string, helpers: Readonly<Record<string, string>> = {}): boolean {
  const specs = { 'spec/a/b.spec.ts': text, ...helpers };
  return bundleSpecs(
    new Map(Object.entries(sources)),
    new Map(Object.entries(specs)),
  ).specs.includes('spec/a/b.spec.ts');
}

describe('the specs that run over the bundle', () => {
  it.each([
    [
      'imports public names of their own files',
      `import { Near } from '../../src/near.js';\nimport { cached } from '../../operators/cached.js';`,
    ],
    ['imports from an entry', `import { nearest } from '../../src/index.js';`],
    ['imports by a public name', `import { nearest } from 'rxjs-prefetch-cache';`],
    [
      'imports types of what is not public',
      `import { Near } from '../../src/near.js';\nimport type { far } from '../../src/near.js';`,
    ],
    ['has a type among the names', `import { Near, type far } from '../../src/near.js';`],
  ])('are those of which each file %s', (_what, text) => {
    expect(isFound(text)).toBe(true);
  });

  it.each([
    ['imports a name that no entry exports', `import { Near, far } from '../../src/near.js';`],
    ['imports a value of which only the type is public', `import { key } from '../../src/key.js';`],
    ['takes all of a file', `import * as near from '../../src/near.js';`],
    ['imports nothing of the package', `import { it } from '@jest/globals';`],
    ['imports only types', `import type { Near } from '../../src/near.js';`],
  ])('leave out one that %s', (_what, text) => {
    expect(isFound(text)).toBe(false);
  });

  it('are judged with all helpers that they import', () => {
    const spec = `import { help } from '../support/help.js';`;
    const help = `import { deep } from './deep.js';`;
    const helpers = (deep: string) => ({
      'spec/support/help.ts': help,
      'spec/support/deep.ts': deep,
    });
    expect(isFound(spec, helpers(`import { Near } from '../../src/near.js';`))).toBe(true);
    expect(isFound(spec, helpers(`import { far } from '../../src/near.js';`))).toBe(false);
  });

  it('omit those of the package itself', () => {
    const specs = new Map([
      ['spec/package/built/x.spec.ts', `import { Near } from '../../../src/near.js';`],
    ]);
    expect(bundleSpecs(new Map(Object.entries(sources)), specs).specs).toEqual([]);
  });

  it('find the exports of a source file in dist', () => {
    const { builtBySource } = bundleSpecs(new Map(Object.entries(sources)), new Map());
    expect(Object.fromEntries(builtBySource)).toEqual({
      'src/index.ts': 'index',
      'operators/index.ts': 'operators',
      'src/mot/index.ts': 'mot',
      'operators/cached.ts': 'index',
      'src/near.ts': 'index',
      'src/mot/mot.ts': 'mot',
    });
  });
});
