import * as rxjs from 'rxjs';
import { entries } from '../../tools/package/entries.js';
import { publicNames } from '../../tools/package/publicNames.js';
import { readModule } from '../../tools/package/readModule.js';
import { sourceFiles } from '../../tools/package/sourceFiles.js';

/**
 * Where names come from that a comment in the sources uses as known: those of the package, of RxJS
 * and of `given.ts`.
 */
export function importedNames(): Map<string, string> {
  const files = sourceFiles('src', 'operators', 'spec/docs');
  const modules = new Map(
    Array.from(files, ([path, text]) => [path, readModule(path, text)] as const),
  );
  const names = new Map(Object.keys(rxjs).map((name) => [name, 'rxjs']));
  for (const name of publicNames(modules, 'spec/docs/given.ts').keys())
    names.set(name, './given.js');
  for (const { path, source } of entries) {
    for (const name of publicNames(modules, source).keys())
      if (!names.has(name)) names.set(name, `rxjs-prefetch-cache${path.slice(1)}`);
  }
  return names;
}

/**
 * Puts imports of these names before a snippet, as far as it uses them and does not import or
 * declare them itself.
 */
export function withImports(code: string, names: ReadonlyMap<string, string>): string {
  const lines: string[] = [];
  for (const [name, module] of names) {
    const isUsed = new RegExp(`(?<![.\\w$'])${name}(?![\\w$'])`).test(code);
    const isOwn = new RegExp(
      `import [^;]*\\b${name}\\b|\\b(const|let|function|class|interface|type) ${name}\\b`,
    ).test(code);
    if (isUsed && !isOwn) lines.push(`import { ${name} } from '${module}';`);
  }
  // In one line, so that the lines of the snippet are as they were but for one.
  return [lines.join(' '), code].join('\n');
}
