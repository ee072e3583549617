import { copyFileSync, cpSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { packageFolder } from '../package/sourceFiles.js';
import { inProject } from './inProject.js';
import type { Project } from './matrix.js';

/** The file of the package in the folder of each project. */
const TARBALL = 'package.tgz';

/**
 * Packs the package as it is published, its build included.
 *
 * @param folder - where the file is written
 * @throws what npm said, if it cannot be built or packed
 */
export async function pack(folder: string): Promise<string> {
  const { ok, stdout, stderr, broken } = await inProject(packageFolder, 'npm', [
    'pack',
    '--json',
    '--pack-destination',
    folder,
  ]);
  // The build writes its own lines before those of npm.
  const filename = /"filename":\s*"([^"]+)"/.exec(stdout)?.[1];
  if (!ok || filename === undefined)
    throw new Error(`npm packed nothing: ${[stdout, stderr, broken].join('\n')}`);
  return join(folder, filename);
}

/**
 * Copies a project out of the checkout, and installs what its lock names and the packed package.
 *
 * @param work - where its folder is made
 * @returns its folder
 * @throws what npm said, if it did not install twice
 */
export async function install(
  { name, shares }: Project,
  tarball: string,
  work: string,
): Promise<string> {
  const folder = join(work, name);
  for (const part of [name, ...(shares === undefined ? [] : [shares])])
    cpSync(fileURLToPath(new URL(`projects/${part}`, import.meta.url)), folder, {
      recursive: true,
    });
  copyFileSync(tarball, join(folder, TARBALL));
  const args = [
    'install',
    '--no-save',
    '--ignore-scripts',
    '--prefer-offline',
    '--no-audit',
    '--no-fund',
    `./${TARBALL}`,
  ];
  const npm = async (): Promise<string | undefined> => {
    const { ok, stderr, broken } = await inProject(folder, 'npm', args);
    return ok ? undefined : [stderr, broken].join('\n');
  };
  // Once more, as a registry may be out of reach for a moment.
  const fault = (await npm()) === undefined ? undefined : await npm();
  if (fault !== undefined) throw new Error(`npm did not install ${name}: ${fault}`);
  return folder;
}
