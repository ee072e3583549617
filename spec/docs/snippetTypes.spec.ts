import { beforeAll, describe, expect, it } from '@jest/globals';
import { compileSnippets } from './compileSnippets.js';
import { commentSnippets, pageSnippets } from './pages.js';

const wrong = {
  place: 'a page:1',
  code: "import { prefetchCache } from 'rxjs-prefetch-cache';\nprefetchCache(1, 2);",
};

describe('The snippets of the pages and comments', () => {
  let faults: string[] = [];
  beforeAll(() => {
    faults = compileSnippets([wrong, ...pageSnippets(), ...commentSnippets()]);
  });

  it('compile with the strict options of the package', () => {
    expect(faults.filter((fault) => !fault.startsWith(wrong.place))).toEqual([]);
  });

  it('are checked: an error is found, with its place', () => {
    expect(faults).toContainEqual(
      expect.stringMatching(/^a page:1: Argument of type 'number'[^]*prefetchCache\(1, 2\);$/),
    );
  });
});
