import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { packageFolder } from '../../tools/package/sourceFiles.js';
import { pageSnippets } from './pages.js';

const folder = join(packageFolder, 'demos/clients');
const files = [
  'shared/tileCache.ts',
  'shared/tilesAround.ts',
  ...readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) =>
    path.endsWith('/recipe.ts'),
  ),
];

it.each(files)('the pages show the code of demos/clients/%s', (path) => {
  const snippets = pageSnippets().map(({ code }) => code.trim());
  expect(snippets).toContain(readFileSync(join(folder, path), 'utf8').trim());
});
