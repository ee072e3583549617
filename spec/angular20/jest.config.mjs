import { fileURLToPath } from 'node:url';
import sources from '../../jest.config.mjs';

const angular = '<rootDir>/spec/angular20/node_modules/@angular';

/** The specs of Angular once more, with the oldest version that is supported; but those with templates, whose compiler is the newer one. @type {import('jest').Config} */
export default {
  ...sources,
  rootDir: fileURLToPath(new URL('../../', import.meta.url)),
  testMatch: ['<rootDir>/spec/angular/**/*.spec.ts', '<rootDir>/spec/angular20/*.spec.ts'],
  testPathIgnorePatterns: ['<rootDir>/spec/angular/component.spec.ts'],
  moduleNameMapper: {
    '^@angular/(core|common|router|platform-browser)$': `${angular}/$1/fesm2022/$1.mjs`,
    '^@angular/(core|common|router|platform-browser)/(.+)$': `${angular}/$1/fesm2022/$2.mjs`,
    ...sources.moduleNameMapper,
  },
};
