import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inProject } from './inProject.js';
import { judge, type Row, type Verdict } from './matrix.js';

/** Where the packages of the runtimes have their program. */
const programs = {
  node20: 'bin/node',
  node22: 'bin/node',
  node24: 'bin/node',
  node26: 'bin/node',
  bun: 'bin/bun',
  deno: 'deno',
} as const;

/** A runtime, by the name that `projects/runtimes/package.json` gives its package. */
export type Runtime = keyof typeof programs;

const { optionalDependencies } = JSON.parse(
  readFileSync(new URL('projects/runtimes/package.json', import.meta.url), 'utf8'),
) as {
  readonly optionalDependencies: Readonly<Record<string, string>>;
};
/** The packages of the runtimes are those for Linux on x64: npm leaves them out elsewhere. */
const hasRuntimes = process.platform === 'linux' && process.arch === 'x64';

/** A runtime with its exact version, such as `Node 22.23.5`. */
export function nameOf(runtime: Runtime): string {
  const version = optionalDependencies[runtime]?.split('@').at(-1);
  return `${{ bun: 'Bun', deno: 'Deno' }[runtime as string] ?? 'Node'} ${version}`;
}

/**
 * Runs what needs the program of a runtime.
 *
 * @param folder - of the project with the runtimes
 */
export async function withRuntime(
  folder: string,
  runtime: Runtime,
  run: (program: string) => Promise<Verdict>,
): Promise<Verdict> {
  if (!hasRuntimes)
    return {
      skipped: `the matrix has no ${nameOf(runtime)} for ${process.platform} on ${process.arch}`,
    };
  const program = join(folder, 'node_modules', runtime, programs[runtime]);
  return existsSync(program)
    ? run(program)
    : { failed: `npm did not install ${nameOf(runtime)}: ${program} is missing` };
}

/** Each runtime uses each entry, imported and required. */
export const runtimeRows: readonly Row[] = (Object.keys(programs) as Runtime[]).flatMap((runtime) =>
  [
    { system: 'ES modules', file: 'imported.mjs' },
    { system: 'CommonJS', file: 'required.cjs' },
  ].map(({ system, file }) => ({
    name: `${nameOf(runtime)}, ${system}, every entry`,
    run: ({ folder }) =>
      withRuntime(folder, runtime, async (program) => {
        const args =
          runtime === 'deno'
            ? ['run', '--quiet', '--allow-all', '--node-modules-dir=manual', file]
            : [file];
        return judge(await inProject(folder, program, args), 'all entries work');
      }),
  })),
);
