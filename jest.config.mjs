// The specs, in projects. `specs`: over the sources. `esm` and `cjs`: those that use only public names again, over the bundle. `package` and `browser`
// need the built package too. `angular20`: the specs of Angular with the oldest version that is supported.
import { readFileSync } from 'node:fs';
import { tsImport } from 'tsx/esm/api';

const { paths } = JSON.parse(
  readFileSync(new URL('tsconfig.json', import.meta.url), 'utf8'),
).compilerOptions;
/** A source imports `./x.js`, which is `./x.ts`. */
const toSource = { '^(\\.{1,2}/.*)\\.js$': '$1' };

const sources = {
  displayName: 'specs',
  testEnvironment: 'node',
  testEnvironmentOptions: { globalsCleanup: 'off' },
  testMatch: ['<rootDir>/spec/**/*.spec.ts'],
  setupFiles: ['<rootDir>/spec/support/usualSeed.ts'],
  testPathIgnorePatterns: [
    '<rootDir>/spec/package/built/',
    '<rootDir>/spec/browser/',
    '<rootDir>/spec/angular20/',
  ],
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: {
    ...Object.fromEntries(
      Object.entries(paths).map(([name, [path]]) => [`^${name}$`, path.replace('.', '<rootDir>')]),
    ),
    ...toSource,
  },
  transform: { '^.+\\.ts$': ['ts-jest', { useESM: true }] },
};

const angular = '<rootDir>/spec/angular20/node_modules/@angular';
const angular20 = {
  ...sources,
  displayName: 'angular20',
  testMatch: ['<rootDir>/spec/angular/**/*.spec.ts', '<rootDir>/spec/angular20/*.spec.ts'],
  // Not those with templates, whose compiler is the newer one.
  testPathIgnorePatterns: ['<rootDir>/spec/angular/component.spec.ts'],
  moduleNameMapper: {
    '^@angular/(core|common|router|platform-browser)$': `${angular}/$1/fesm2022/$1.mjs`,
    '^@angular/(core|common|router|platform-browser)/(.+)$': `${angular}/$1/fesm2022/$2.mjs`,
    ...sources.moduleNameMapper,
  },
};

const inPackage = {
  ...sources,
  displayName: 'package',
  testMatch: ['<rootDir>/spec/package/built/*.spec.ts'],
  testPathIgnorePatterns: [],
};

const inBrowser = {
  ...sources,
  displayName: 'browser',
  testMatch: ['<rootDir>/spec/browser/**/*.spec.ts'],
  testPathIgnorePatterns: [],
  globalSetup: '<rootDir>/spec/browser/prepare.mjs',
};

async function overBundle() {
  const { bundleSpecs } = await tsImport('./tools/package/bundleSpecs.ts', import.meta.url);
  const { entries } = await tsImport('./tools/package/entries.ts', import.meta.url);
  const { sourceFiles } = await tsImport('./tools/package/sourceFiles.ts', import.meta.url);
  const { specs, builtBySource } = bundleSpecs(
    sourceFiles('src', 'operators'),
    sourceFiles('spec', 'tools'),
  );
  const escaped = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const project = (displayName, extension, hasAngular) => ({
    ...sources,
    displayName,
    testMatch: specs
      // The properties, and the specs with many processes, take as long as all others together, and look at decisions, which bundling does not change.
      .filter(
        (path) =>
          (hasAngular || !path.startsWith('spec/angular/')) &&
          !path.endsWith('.property.spec.ts') &&
          path !== 'spec/keyv/redis.spec.ts',
      )
      .map((path) => `<rootDir>/${path}`),
    moduleNameMapper: {
      ...Object.fromEntries(
        entries.map(({ path, built }) => [
          `^rxjs-prefetch-cache${escaped(path.slice(1))}$`,
          `<rootDir>/dist/${built}.${extension}`,
        ]),
      ),
      ...Object.fromEntries(
        Array.from(builtBySource, ([path, built]) => [
          `^(?:\\.\\./)+${escaped(path.replace(/\.ts$/, '.js'))}$`,
          `<rootDir>/dist/${built}.${extension}`,
        ]),
      ),
      ...toSource,
    },
  });
  // What stands on Angular is ES modules alone.
  return [project('esm', 'mjs', true), project('cjs', 'cjs', false)];
}

// Which specs use only public names takes seconds to find: it is done where they are asked for.
const isOverBundle = process.argv.some((name) => name === 'esm' || name === 'cjs');

/** @type {import('jest').Config} */
export default {
  // No spec measures time: this only ends one that hangs. On a busy machine a spec may take many times its usual time, so that no spec has a limit of its own.
  testTimeout: 1_200_000,
  projects: [sources, angular20, inPackage, inBrowser, ...(isOverBundle ? await overBundle() : [])],
};
