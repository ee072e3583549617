import { runLimited, type Ended } from '../package/runLimited.js';

/** Everything here takes seconds; an installation on a slow line takes minutes. Milliseconds. */
const PROGRAM_LIMIT = 1_200_000;

/** Runs a program in the folder of a project. */
export function inProject(folder: string, file: string, args: readonly string[]): Promise<Ended> {
  return runLimited({ file, args, folder, env: environment(), limit: PROGRAM_LIMIT });
}

/**
 * As if the program was run by hand: npm tells its scripts, for one, which folder is the package's.
 */
export function environment(): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(
    ([name]) => !/^npm_(package|lifecycle|command|config_local_prefix)/.test(name),
  );
  return { ...Object.fromEntries(own), NO_COLOR: '1', CI: 'true', NG_CLI_ANALYTICS: 'false' };
}
