/** The specs over the sources. Those that need the built package: jest.built.config.mjs. @type {import('jest').Config} */
export default {
  testEnvironment: 'node',
  testEnvironmentOptions: { globalsCleanup: 'off' },
  // No spec measures time: this only ends one that hangs. On a busy machine a spec may take many times its usual time, so that no spec has a limit of its own.
  testTimeout: 1_200_000,
  testMatch: ['<rootDir>/spec/**/*.spec.ts'],
  testPathIgnorePatterns: ['<rootDir>/spec/package/built/', '<rootDir>/spec/browser/', '<rootDir>/spec/angular20/'],
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: {
    '^rxjs-prefetch-cache$': '<rootDir>/src/index.ts',
    '^rxjs-prefetch-cache/operators$': '<rootDir>/operators/index.ts',
    '^rxjs-prefetch-cache/mot$': '<rootDir>/src/mot/index.ts',
    '^rxjs-prefetch-cache/mot/node$': '<rootDir>/src/mot/node.ts',
    '^rxjs-prefetch-cache/testing$': '<rootDir>/src/testing/index.ts',
    '^rxjs-prefetch-cache/angular$': '<rootDir>/src/angular/index.ts',
    '^rxjs-prefetch-cache/angular/router$': '<rootDir>/src/angular/router/index.ts',
    '^(\\.{1,2}/.*)\\.js$': '$1',
  },
  transform: { '^.+\\.ts$': ['ts-jest', { useESM: true, tsconfig: 'tsconfig.spec.json' }] },
};
