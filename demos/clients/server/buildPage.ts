import { existsSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const clientsFolder = dirname(dirname(fileURLToPath(import.meta.url)));

/**
 * Bundles the page of a client with its library, the styles and images of the library, and the
 * built package. `worker.ts` in the folder of a client becomes a script of its own.
 *
 * @returns contents by file name: `page.js`, and, if there are any, `page.css` and `worker.js`
 */
export async function buildPage(client: string): Promise<ReadonlyMap<string, Uint8Array>> {
  const files = ['page.ts', 'worker.ts'].map((name) => join(clientsFolder, client, name));
  const { outputFiles } = await build({
    entryPoints: files.filter((file) => existsSync(file)),
    absWorkingDir: clientsFolder,
    outdir: 'built',
    bundle: true,
    write: false,
    platform: 'browser',
    format: 'esm',
    target: 'es2022',
    // Modules of Node that a part of vtk.js imports, which Cornerstone3D does not use.
    alias: {
      events: 'data:text/javascript,export class EventEmitter {}',
      url: 'data:text/javascript,',
    },
    loader: { '.png': 'dataurl', '.svg': 'dataurl', '.gif': 'dataurl', '.woff2': 'dataurl' },
    logLevel: 'silent',
    // Without the paths of tsconfig.json, which lead to the sources; decorators are those of Angular.
    tsconfigRaw: { compilerOptions: { experimentalDecorators: true } },
  });
  return new Map(outputFiles.map(({ path, contents }) => [basename(path), contents]));
}
