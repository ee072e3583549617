import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of the package. */
export const packageFolder: string = fileURLToPath(new URL('../../', import.meta.url));

/**
 * The TypeScript files of some folders of the package: paths with forward slashes, from its root,
 * to texts.
 */
export function sourceFiles(...folders: readonly string[]): Map<string, string> {
  const files = new Map<string, string>();
  for (const folder of folders) {
    for (const name of readdirSync(join(packageFolder, folder), {
      recursive: true,
      encoding: 'utf8',
    }).sort()) {
      const path = posix.join(folder, name.replaceAll('\\', '/'));
      if (path.endsWith('.ts')) files.set(path, readFileSync(join(packageFolder, path), 'utf8'));
    }
  }
  return files;
}
