import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expected } from '../options.js';
import type { ItemStorage } from './modelStorage.js';

/** Characters of a file name without its ending; a longer name is shortened with a hash. */
const MAX_NAME = 150;

/**
 * Keeps texts as files of a folder, for `keepModel` on Node: `fileStorage('models')`.
 *
 * Each name has a file `<name>.json`, which only this user of the system may read. The file of a
 * long name has the begin of the name and a hash. A file is replaced atomically: a reader, or a
 * program that starts after a crash, finds the old text or the new one. If two processes write, the
 * last one wins. The first write creates the folder.
 *
 * ```ts compile-only
 * const learner = auto<string>();
 * const kept = keepModel(learner, fileStorage('models'), { name: 'pages' });
 * process.once('SIGTERM', () => void kept.close().then(() => process.exit()));
 * ```
 *
 * @param folder - a path, or a `file:` URL
 * @throws TypeError for anything else
 */
export function fileStorage(folder: string | URL): Required<ItemStorage> {
  if ((typeof folder !== 'string' && !((folder as unknown) instanceof URL)) || folder === '')
    throw expected('folder', 'a path or a file: URL', folder);
  const path = typeof folder === 'string' ? folder : fileURLToPath(folder);
  const fileOf = (name: string): string => join(path, `${fileName(name)}.json`);
  return {
    async getItem(name) {
      try {
        return await readFile(fileOf(name), 'utf8');
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
        throw error;
      }
    },
    async setItem(name, text) {
      const file = fileOf(name);
      // Not the process id: processes of two containers may have the same.
      const next = `${file}.${randomUUID()}.tmp`;
      await mkdir(path, { recursive: true });
      try {
        await writeFile(next, text, { mode: 0o600, flush: true });
        await rename(next, file);
      } catch (error) {
        await rm(next, { force: true });
        throw error;
      }
    },
    async removeItem(name) {
      await rm(fileOf(name), { force: true });
    },
  };
}

/** The name of a model as a file name that each system allows. */
function fileName(name: string): string {
  const text = encodeURIComponent(name).replace(
    /[.*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return text.length <= MAX_NAME
    ? text
    : `${text.slice(0, 80)}-${createHash('sha256').update(name).digest('hex')}`;
}
