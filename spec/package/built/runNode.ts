import { execFileSync } from 'node:child_process';

/**
 * Runs a few lines in a Node of their own, where nothing of the specs' runner is in the way.
 *
 * @param folder - where imports are looked up
 * @returns what the lines print, read as JSON
 */
export function runNode(type: 'module' | 'commonjs', folder: string, code: string): unknown {
  return JSON.parse(
    execFileSync(process.execPath, [`--input-type=${type}`, '--eval', code], {
      cwd: folder,
      encoding: 'utf8',
    }),
  );
}
