// What runs on the built package: the specs again over the bundle, as ESM and as CommonJS, and those of the package itself, on Node and in a browser.
import { tsImport } from 'tsx/esm/api';
import sources from './jest.config.mjs';

const { sourceFiles } = await tsImport('./spec/package/sourceFiles.ts', import.meta.url);
const { bundleSpecs } = await tsImport('./spec/package/bundleSpecs.ts', import.meta.url);
const { entries } = await tsImport('./spec/package/entries.ts', import.meta.url);

const found = bundleSpecs(sourceFiles('src', 'operators'), sourceFiles('spec'));
const { builtBySource } = found;
// The properties take as long as all others together, and look at decisions, which bundling does not change.
const specs = found.specs.filter((path) => !path.endsWith('.property.spec.ts'));
// So that the selection cannot become empty without a word.
if (specs.length < 55) throw new Error(`Only ${specs.length} spec files were found that use nothing but the public API`);

const escaped = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
const overBundle = (extension) => ({
  ...sources,
  displayName: extension === 'mjs' ? 'esm' : 'cjs',
  // What stands on Angular is ES modules alone.
  testMatch: specs.filter((path) => extension === 'mjs' || !path.startsWith('spec/angular/')).map((path) => `<rootDir>/${path}`),
  moduleNameMapper: {
    ...Object.fromEntries(
      entries
        .filter(({ isModuleOnly }) => !isModuleOnly || extension === 'mjs')
        .map(({ path, built }) => [`^rxjs-prefetch-cache${escaped(path.slice(1))}$`, `<rootDir>/dist/${built}.${extension}`]),
    ),
    ...Object.fromEntries(
      Array.from(builtBySource, ([path, built]) => [
        `^(?:\\.\\./)+${escaped(path.replace(/\.ts$/, '.js'))}$`,
        `<rootDir>/dist/${built}.${extension}`,
      ]),
    ),
    '^(\\.{1,2}/.*)\\.js$': '$1',
  },
});

/** @type {import('jest').Config} */
export default {
  testTimeout: sources.testTimeout,
  projects: [
    overBundle('mjs'),
    overBundle('cjs'),
    { ...sources, displayName: 'package', testMatch: ['<rootDir>/spec/package/built/*.spec.ts'], testPathIgnorePatterns: [] },
    {
      ...sources,
      displayName: 'browser',
      testMatch: ['<rootDir>/spec/browser/**/*.spec.ts'],
      testPathIgnorePatterns: [],
      globalSetup: '<rootDir>/spec/browser/prepare.mjs',
    },
  ],
};
