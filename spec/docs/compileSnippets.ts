import { join } from 'node:path';
import ts from 'typescript';
import { packageFolder } from '../../tools/package/sourceFiles.js';

/** A snippet to compile. */
export interface CompiledSnippet {
  readonly place: string;
  readonly code: string;
}

/** Modules that snippets use and this package does not have. */
const others = `
declare module 'vitest' { export { describe, it, test } from 'node:test'; }`;

/**
 * Compiles snippets with the options of the package, names leading to its sources.
 *
 * @returns what the compiler complains of, each with its place
 */
export function compileSnippets(snippets: readonly CompiledSnippet[]): string[] {
  const folder = join(packageFolder, 'spec/docs');
  const texts = new Map(snippets.map(({ code }, i) => [join(folder, `snippet-${i}.ts`), code]));
  const otherModules = join(folder, 'others.d.ts');
  const roots = [...texts.keys(), otherModules];
  texts.set(otherModules, others);

  const options = readOptions();
  const host = ts.createCompilerHost(options);
  host.fileExists = (path) => texts.has(path) || ts.sys.fileExists(path);
  host.readFile = (path) => texts.get(path) ?? ts.sys.readFile(path);
  const program = ts.createProgram(roots, options, host);

  const faults = program.getOptionsDiagnostics().map(({ messageText }) => textOf(messageText));
  snippets.forEach(({ place, code }, i) => {
    const file = program.getSourceFile(join(folder, `snippet-${i}.ts`));
    if (!file) throw new Error(`${place} was not compiled`);
    for (const { messageText, start = 0 } of [
      ...program.getSyntacticDiagnostics(file),
      ...program.getSemanticDiagnostics(file),
    ]) {
      const line = code.split('\n')[file.getLineAndCharacterOfPosition(start).line] ?? '';
      faults.push(`${place}: ${textOf(messageText)}\n    ${line.trim()}`);
    }
  });
  return faults;
}

function readOptions(): ts.CompilerOptions {
  const { config } = ts.readConfigFile(join(packageFolder, 'tsconfig.json'), (path) =>
    ts.sys.readFile(path),
  ) as { config: object };
  const { options } = ts.parseJsonConfigFileContent(
    { ...config, files: [], include: [] },
    ts.sys,
    packageFolder,
  );
  // A snippet may declare what it does not use.
  return { ...options, noUnusedLocals: false, noUnusedParameters: false };
}

function textOf(message: string | ts.DiagnosticMessageChain): string {
  return ts.flattenDiagnosticMessageText(message, '\n    ');
}
