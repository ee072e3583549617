import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { packageFolder } from '../../tools/package/sourceFiles.js';
import { pageSnippets } from './pages.js';

describe('The page of clients', () => {
  const shown = pageSnippets().flatMap(({ place, code }) =>
    place.startsWith('docs/clients.md:') ? [code] : [],
  );

  it.each(['pdf', 'stack', 'cornerstone'])('shows the code of %s that the specs drive', (name) => {
    const path = join(packageFolder, 'demos/clients', name, 'recipe.ts');
    expect(shown).toContain(readFileSync(path, 'utf8').trimEnd());
  });
});
