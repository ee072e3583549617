import js from '@eslint/js';
import { defineConfig, globalIgnores } from 'eslint/config';
import rxjsX from 'eslint-plugin-rxjs-x';
import globals from 'globals';
import tseslint from 'typescript-eslint';

export default defineConfig(
  globalIgnores([
    '**/dist/',
    '**/.angular/',
    'docs/api/',
    'coverage/',
    'demos/data/',
    '.spec-results/',
  ]),
  // Each is compiled where it is installed, with the packages that its own lock names: here its imports have no types.
  globalIgnores(['tools/matrix/projects/**/*.ts']),
  js.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [
      tseslint.configs.strictTypeChecked,
      tseslint.configs.stylisticTypeChecked,
      rxjsX.configs.strict,
    ],
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      // A type parameter has `any` as its default where a factory is called without a key to infer from, as in `prefetchCache(load, auto())`:
      // what is inferred from `unknown` or `never` would be the key of the cache. Everywhere else `any` is refused as before.
      '@typescript-eslint/no-explicit-any': 'off',
      'no-restricted-syntax': [
        'error',
        {
          selector: ':not(TSTypeParameter) > TSAnyKeyword',
          message: 'Unexpected any: say which type it is.',
        },
      ],
      // `(x) => f(x)`, and `return f(x)` as the way out of a switch, read well where nothing is returned by declaration.
      '@typescript-eslint/no-confusing-void-expression': [
        'error',
        { ignoreArrowShorthand: true, ignoreVoidReturningFunctions: true },
      ],
      // RxJS 7 has no other way to a subscriber that exists before its source is subscribed to.
      '@typescript-eslint/no-deprecated': [
        'error',
        { allow: [{ from: 'package', package: 'rxjs', name: 'Subscriber' }] },
      ],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      // It asks for `list[i]!`, which would take `undefined` away from a K or V that has it: `list[i] as K` says what is known.
      '@typescript-eslint/non-nullable-type-assertion-style': 'off',
      // What was thrown elsewhere, and may be anything, is handed on as it came.
      'rxjs-x/throw-error': ['error', { allowThrowingAny: true, allowThrowingUnknown: true }],
      // The side streams of a cache never error, and RxJS reports an error that nobody handles; a handler only for show would swallow it.
      'rxjs-x/no-ignored-error': 'off',
    },
  },
  {
    files: ['spec/**/*.ts', 'demos/**/*.ts', 'tools/**/*.ts'],
    rules: {
      // What a provider does not use is part of its type.
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      // Where a stream is empty that should not be, the error of `firstValueFrom` says so: a default would hide it.
      'rxjs-x/no-ignored-default-value': 'off',
    },
  },
  {
    files: ['demos/visual/src/**/*.ts'],
    rules: {
      // A component may be all template.
      '@typescript-eslint/no-extraneous-class': ['error', { allowWithDecorator: true }],
    },
  },
  { files: ['**/*.{js,mjs,cjs}'], languageOptions: { globals: globals.node } },
);
