import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageFolder, sourceFiles } from '../../tools/package/sourceFiles.js';
import { importedNames, withImports } from './importedNames.js';
import { readDocComments, readSnippets, type Snippet } from './readSnippets.js';

/** The pages for users, texts by path from the folder of the package. */
export function pages(): Map<string, string> {
  const paths = [
    'README.md',
    ...readdirSync(join(packageFolder, 'docs')).flatMap((name) =>
      name.endsWith('.md') ? [`docs/${name}`] : [],
    ),
  ];
  return new Map(paths.map((path) => [path, readFileSync(join(packageFolder, path), 'utf8')]));
}

/** All snippets of the pages. */
export function pageSnippets(): Snippet[] {
  return Array.from(pages(), ([path, text]) => readSnippets(path, text)).flat();
}

/**
 * All snippets in the comments of the sources, with the imports that they assume. A snippet without
 * a documented output may print anything.
 */
export function commentSnippets(): Snippet[] {
  const names = importedNames();
  return Array.from(sourceFiles('src', 'operators'), ([path, text]) => readDocComments(path, text))
    .flat()
    .map(({ code, output, ...snippet }) => ({
      ...snippet,
      code: withImports(code, names),
      output: output?.length ? output : undefined,
    }));
}
