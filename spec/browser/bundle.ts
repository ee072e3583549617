import { build } from 'esbuild';
import { packageFolder } from '../../tools/package/sourceFiles.js';

/**
 * Bundles code for a browser, all that it imports included: the package as it is built, by its
 * public names.
 *
 * @throws Error if it imports what a browser does not have
 */
export async function bundle(
  entry: { readonly file: string } | { readonly code: string },
): Promise<string> {
  const { outputFiles } = await build({
    ...('file' in entry
      ? { entryPoints: [entry.file] }
      : { stdin: { contents: entry.code, resolveDir: packageFolder } }),
    absWorkingDir: packageFolder,
    bundle: true,
    write: false,
    platform: 'browser',
    format: 'esm',
    target: 'es2022',
    logLevel: 'silent',
    // Lest the paths of tsconfig.json lead to the sources.
    tsconfigRaw: {},
  });
  return outputFiles[0]?.text ?? '';
}
