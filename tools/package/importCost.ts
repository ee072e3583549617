import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { packageFolder } from './sourceFiles.js';

/** What an import adds to a page, in bytes, minified and gzipped. */
export interface ImportCost {
  /** Without rxjs, immer and Angular. */
  readonly own: number;
  /** What of immer it takes along. */
  readonly immer: number;
}

/**
 * Measures what a line of code costs when a bundler has left out what it does not use.
 *
 * @param code - imports from the package by its public name, as a user does
 */
export async function importCost(code: string): Promise<ImportCost> {
  const own = await gzipped(code, ['rxjs', 'immer', '@angular']);
  return { own, immer: (await gzipped(code, ['rxjs', '@angular'])) - own };
}

async function gzipped(code: string, without: readonly string[]): Promise<number> {
  const { outputFiles, warnings } = await build({
    stdin: { contents: code, resolveDir: packageFolder },
    bundle: true,
    minify: true,
    write: false,
    format: 'esm',
    target: 'es2022',
    logLevel: 'silent',
    // Lest the paths of tsconfig.json lead to the sources: measured is what is shipped.
    tsconfigRaw: {},
    // That a bare import is left out is what is wanted.
    logOverride: { 'ignored-bare-import': 'silent' },
    plugins: [
      {
        name: 'without',
        setup(bundler) {
          // Neither has side effects, so an import of which nothing is used leaves nothing.
          bundler.onResolve(
            { filter: new RegExp(`^(${without.join('|')}|node:.*)(/|$)`) },
            ({ path }) => ({
              path,
              external: true,
              sideEffects: false,
            }),
          );
        },
      },
    ],
  });
  const [warning] = warnings;
  if (warning) throw new Error(`The bundler warns of \`${code}\`: ${warning.text}`);
  const text = outputFiles[0]?.contents ?? new Uint8Array();
  return text.length === 0 ? 0 : gzipSync(text, { level: 9 }).length;
}
