import { readFileSync } from 'node:fs';
import { inProject } from './inProject.js';
import { judge, type Row } from './matrix.js';
import { nameOf, withRuntime, type Runtime } from './runtimeRows.js';

/**
 * An application that the CLI of an Angular builds, without a warning, on a Node that this Angular
 * supports.
 */
export function angularRow(project: string, runtime: Runtime): Row {
  const text = readFileSync(new URL(`projects/${project}/package.json`, import.meta.url), 'utf8');
  const { dependencies } = JSON.parse(text) as {
    readonly dependencies: Readonly<Record<string, string>>;
  };
  return {
    name: `Angular ${dependencies['@angular/core']}, ng build on ${nameOf(runtime)}`,
    run: async ({ folder, runtimes }) =>
      withRuntime(await runtimes, runtime, async (program) => {
        const built = await inProject(folder, program, [
          'node_modules/@angular/cli/bin/ng.js',
          'build',
        ]);
        return judge(built, /^(?!.*warning).*Application bundle generation complete/is);
      }),
  };
}
