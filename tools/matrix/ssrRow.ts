import { readFileSync } from 'node:fs';
import { checkHydration } from './hydration.js';
import { inProject } from './inProject.js';
import { judge, type Row, type Verdict } from './matrix.js';
import { nameOf, withRuntime, type Runtime } from './runtimeRows.js';
import { checkServerPages } from './serverPages.js';
import { eventually } from './eventually.js';
import { startServer } from './startServer.js';

/** How the CLI builds the application. */
type Configuration = 'production' | 'development';

/** How often many pages are rendered at once: several times for the heap, which takes long. */
const ROUNDS: Readonly<Record<Configuration, number>> = { production: 6, development: 1 };

/** Given once in development, as a route uses a cache of a module. */
const WARNING =
  '`prefetchResource`, `prefetchView` or `prefetchDataSource` on a server uses a cache that injectPrefetchCache did not make.';

/** An application that an Angular renders on a server and hydrates in a browser. */
export function ssrRow(project: string, runtime: Runtime, configuration: Configuration): Row {
  const text = readFileSync(new URL(`projects/${project}/package.json`, import.meta.url), 'utf8');
  const { dependencies } = JSON.parse(text) as {
    readonly dependencies: Readonly<Record<string, string>>;
  };
  return {
    name: `Angular ${dependencies['@angular/ssr']}, SSR in ${configuration} on ${nameOf(runtime)}`,
    run: async ({ folder, runtimes }) =>
      withRuntime(await runtimes, runtime, async (program) => {
        const built = judge(
          await inProject(folder, program, [
            'node_modules/@angular/cli/bin/ng.js',
            'build',
            '--configuration',
            configuration,
          ]),
          /^(?!.*warning).*Application bundle generation complete/is,
        );
        return 'passed' in built ? runServer(folder, program, configuration) : built;
      }),
  };
}

async function runServer(
  folder: string,
  program: string,
  configuration: Configuration,
): Promise<Verdict> {
  const args = ['--expose-gc', `built/${configuration}/server/server.mjs`];
  const { address, stderr, stop } = await startServer(folder, program, args);
  try {
    const faults = [
      ...(await checkServerPages(address, ROUNDS[configuration])),
      ...(await checkHydration(address)),
    ];
    for (const user of ['one', 'other']) await (await fetch(`${address}/shared/${user}`)).text();
    // What the server printed before its response may come after it.
    if (configuration === 'development') await eventually(() => stderr().includes('\n'));
    const printed = stderr().trim().split('\n').map((line) => line.slice(0, WARNING.length)); // prettier-ignore
    if (printed.join('\n') !== (configuration === 'development' ? WARNING : ''))
      faults.push(`The server printed: ${stderr()}`);
    return faults.length === 0 ? { passed: true } : { failed: faults.slice(0, 20).join('\n') };
  } finally {
    stop();
  }
}
