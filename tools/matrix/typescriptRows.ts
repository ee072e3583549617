import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inProject } from './inProject.js';
import { judge, type Row } from './matrix.js';

const { dependencies } = JSON.parse(
  readFileSync(new URL('projects/typescript/package.json', import.meta.url), 'utf8'),
) as {
  readonly dependencies: Readonly<Record<string, string>>;
};

const compilerOptions = {
  strict: true,
  exactOptionalPropertyTypes: true,
  skipLibCheck: false,
  // The library of TypeScript itself, which takes most of the time.
  skipDefaultLibCheck: true,
  noEmit: true,
  target: 'ES2022',
  lib: ['ES2022', 'ESNext.Disposable', 'DOM', 'DOM.AsyncIterable'],
  types: [],
};

const resolutions = [
  { moduleResolution: 'bundler', module: 'ESNext', files: ['user.ts'] },
  { moduleResolution: 'node16', module: 'Node16', files: ['user.mts', 'user.cts'] },
  { moduleResolution: 'nodenext', module: 'NodeNext', files: ['user.mts', 'user.cts'] },
];

/** Each TypeScript compiles a strict program, and all types that it imports. */
export const typescriptRows: readonly Row[] = Object.keys(dependencies)
  .filter((name) => name.startsWith('typescript'))
  .flatMap((name) =>
    resolutions.map(({ files, module, moduleResolution }) => ({
      name: `TypeScript ${dependencies[name]?.split('@').at(-1)}, ${moduleResolution}`,
      async run({ folder }) {
        const place = join(folder, `${name}-${moduleResolution}`);
        mkdirSync(place);
        for (const file of files) copyFileSync(join(folder, 'user.ts'), join(place, file));
        const options = { ...compilerOptions, module, moduleResolution };
        writeFileSync(
          join(place, 'tsconfig.json'),
          JSON.stringify({ compilerOptions: options, files }),
        );
        return judge(
          await inProject(place, process.execPath, [
            join(folder, 'node_modules', name, 'bin/tsc'),
            '-p',
            '.',
          ]),
          '',
        );
      },
    })),
  );
