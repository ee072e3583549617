import { readFileSync, rmSync } from 'node:fs';
import typescript from '@rollup/plugin-typescript';
import { dts } from 'rollup-plugin-dts';

const pkg = JSON.parse(readFileSync(new URL('package.json', import.meta.url), 'utf8'));
const packages = [pkg.name, ...Object.keys({ ...pkg.dependencies, ...pkg.peerDependencies })];
const external = (id) =>
  id.startsWith('node:') || packages.some((name) => id === name || id.startsWith(`${name}/`));

const input = {
  index: 'src/index.ts',
  operators: 'operators/index.ts',
  mot: 'src/mot/index.ts',
  'mot/node': 'src/mot/node.ts',
  node: 'src/keeping/node.ts',
  keyv: 'src/keyv/index.ts',
  http: 'src/http/index.ts',
  testing: 'src/testing/index.ts',
  angular: 'src/angular/index.ts',
  'angular/cdk': 'src/angular/cdk/index.ts',
  'angular/router': 'src/angular/router/index.ts',
};
/** The program of the command line, which imports the entries by their public names. */
const program = { cli: 'src/cli/node.ts' };
const tsconfig = './tsconfig.build.json';
/** Types of the package by its public names, before it is built. */
const { paths } = JSON.parse(
  readFileSync(new URL('tsconfig.json', import.meta.url), 'utf8'),
).compilerOptions;

/** A warning of the bundler is a defect of the bundle: the build stops. */
const onwarn = (warning) => {
  throw Object.assign(new Error(warning.message), warning);
};

// Without `hoistTransitiveImports: false` an entry would import immer and rxjs for the chunks that it shares.
const code = (extension, format) => ({
  dir: 'dist',
  format,
  sourcemap: true,
  // The compiler says the way from `dist`, and rollup adds the way to it once more.
  sourcemapPathTransform: (source) => source.replace('../', ''),
  exports: 'named',
  generatedCode: 'es2015',
  hoistTransitiveImports: false,
  entryFileNames: `[name].${extension}`,
  chunkFileNames: `shared/[name]-[hash].${extension}`,
});
const types = (extension) => ({
  dir: 'dist',
  format: 'es',
  entryFileNames: `[name].d.${extension}`,
  chunkFileNames: `shared/[name]-[hash].d.${extension}`,
});

/** Chunks of earlier builds would be packed too; they go when the new ones are sure to come. */
const clean = {
  name: 'clean',
  buildEnd(error) {
    if (!error) rmSync('dist', { recursive: true, force: true });
  },
};

/** Angular is ES modules alone, and so is what stands on it. */
const withoutAngular = {
  name: 'without-angular',
  generateBundle(_options, bundle) {
    for (const file of Object.keys(bundle)) if (/^angular[./]/.test(file)) delete bundle[file];
  },
};

/** `--configCodeOnly`: neither checks types nor writes them, for demos that are in a hurry. */
export default ({ configCodeOnly }) => {
  const compile = (noCheck) => typescript({ tsconfig, compilerOptions: { paths, noCheck } });
  const all = {
    input,
    external,
    onwarn,
    plugins: [clean, compile(configCodeOnly === true)],
    output: [code('mjs', 'es'), { ...code('cjs', 'cjs'), plugins: [withoutAngular] }],
  };
  const cli = {
    input: program,
    external,
    onwarn,
    // Its types are checked with those of the entries.
    plugins: [compile(true)],
    output: code('mjs', 'es'),
  };
  return configCodeOnly
    ? [all, cli]
    : [
        all,
        cli,
        {
          input,
          external,
          onwarn,
          plugins: [dts({ tsconfig })],
          output: [types('mts'), { ...types('cts'), plugins: [withoutAngular] }],
        },
      ];
};
