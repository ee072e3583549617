import { build } from 'esbuild';
import { packageFolder } from '../../tools/package/sourceFiles.js';

/**
 * Bundles code for a browser with all its imports: the built package, by its public names.
 *
 * @param entry - a file, or TypeScript, whose types are removed
 * @throws Error for an import that a browser does not have
 */
export async function bundle(
  entry: { readonly file: string } | { readonly code: string },
): Promise<string> {
  const { outputFiles } = await build({
    ...('file' in entry
      ? { entryPoints: [entry.file] }
      : { stdin: { contents: entry.code, resolveDir: packageFolder, loader: 'ts' } }),
    absWorkingDir: packageFolder,
    bundle: true,
    write: false,
    platform: 'browser',
    format: 'esm',
    target: 'es2022',
    logLevel: 'silent',
    // The paths of tsconfig.json lead to the sources.
    tsconfigRaw: {},
  });
  return outputFiles[0]?.text ?? '';
}
