import { describe, expect, it } from '@jest/globals';
import { compileSnippets } from './compileSnippets.js';
import { commentSnippets, pageSnippets } from './pages.js';

const snippets = [...pageSnippets(), ...commentSnippets()];

describe('The snippets of the pages and comments', () => {
  it('compile as they stand, with the strict options of the package', () => {
    expect(compileSnippets(snippets)).toEqual([]);
  }, 120_000);

  it('are judged: what is wrong is found, with its place', () => {
    const wrong = { place: 'a page:1', code: "import { prefetchCache } from 'rxjs-prefetch-cache';\nprefetchCache(1, 2);" };
    expect(compileSnippets([wrong])).toEqual([expect.stringMatching(/^a page:1: Argument of type 'number'[^]*prefetchCache\(1, 2\);$/)]);
  }, 120_000);
});
