import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { describeApi } from '../../../tools/package/describeApi.js';
import { entries } from '../../../tools/package/entries.js';
import { packageFolder } from '../../../tools/package/sourceFiles.js';
import { runNode } from './runNode.js';

const golden = readFileSync(join(packageFolder, 'spec/package/golden/api.txt'), 'utf8');
const idOf = (path: string): string => `rxjs-prefetch-cache${path.slice(1)}`;

/** Names of values in the section of an entry in the golden file. */
function valuesIn(path: string): string[] {
  const section =
    new RegExp(`^=== ${path.replaceAll('.', '\\.')}\\n(.*?)\\n\\n`, 'ms').exec(golden)?.[1] ?? '';
  const values = section.split('\n').filter((line) => /^(function|class|const) /.test(line));
  return values.map((line) => line.replace(/^\w+ /, '')).sort();
}

describe('the public API', () => {
  it('equals golden/api.txt; to change it, run `npm run api` and review the difference', () => {
    expect(describeApi()).toBe(golden);
  });

  it.each(entries)(
    'has at run time what its types say, imported and required: $path',
    ({ path, isModuleOnly }) => {
      const expected = valuesIn(path);
      expect(expected.length).toBeGreaterThan(0);
      // Angular's packages are compiled when they are loaded, unless a bundler has done so.
      const [importsBefore, requiresBefore] = isModuleOnly
        ? [`import '@angular/compiler';`, `require('@angular/compiler');`]
        : ['', ''];
      const imported = `${importsBefore} import * as all from '${idOf(path)}'; console.log(JSON.stringify(Object.keys(all).sort()))`;
      const required = `${requiresBefore} console.log(JSON.stringify(Object.keys(require('${idOf(path)}')).sort()))`;
      expect(runNode('module', packageFolder, imported)).toEqual(expected);
      expect(runNode('commonjs', packageFolder, required)).toEqual(expected);
    },
  );

  it('has the same function objects in the root entry and in ./operators, imported and required', () => {
    const compare = `const same = Object.keys(operators).filter((name) => operators[name] === root[name]); console.log(JSON.stringify(same.sort()))`;
    const imported = `import * as root from 'rxjs-prefetch-cache'; import * as operators from 'rxjs-prefetch-cache/operators'; ${compare}`;
    const required = `const root = require('rxjs-prefetch-cache'); const operators = require('rxjs-prefetch-cache/operators'); ${compare}`;
    expect(runNode('module', packageFolder, imported)).toEqual(valuesIn('./operators'));
    expect(runNode('commonjs', packageFolder, required)).toEqual(valuesIn('./operators'));
  });
});
