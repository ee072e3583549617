/** A program that a change must pass. */
export interface Step {
  /** The stage that it belongs to: `npm test -- types`. */
  readonly stage: string;
  readonly title: string;
  /** A script of Node with its arguments. */
  readonly run: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /**
   * Whether it runs specs, and how many there are at least: fewer would mean that some are not
   * found any more.
   */
  readonly specs?: number;
  /** Whether it looks at the built package. */
  readonly needsBuild?: true;
  /** Whether it is left out where no stage is named. */
  readonly isExtra?: true;
}

const bin = (path: string): string => `node_modules/${path}`;
const script = (name: string): string[] => ['--import', 'tsx', `tools/package/${name}.ts`];
const specs = (...projects: string[]): string[] => [
  '--experimental-vm-modules',
  '--disable-warning=ExperimentalWarning',
  bin('jest/bin/jest.js'),
  '--maxWorkers=100%',
  '--selectProjects',
  ...projects,
  // Ends the names of the projects.
  '--config',
  'jest.config.mjs',
];

/** All that a change must pass, in order. */
export const steps: readonly Step[] = [
  { stage: 'types', title: 'types', run: [bin('typescript/bin/tsc'), '--noEmit'] },
  {
    stage: 'types',
    title: 'types with Angular 20',
    run: [bin('typescript/bin/tsc'), '--noEmit', '-p', 'spec/angular20'],
  },
  { stage: 'lint', title: 'lint', run: [bin('eslint/bin/eslint.js'), '.', '--max-warnings', '0'] },
  { stage: 'format', title: 'format', run: [bin('prettier/bin/prettier.cjs'), '--check', '.'] },
  {
    stage: 'knip',
    title: 'unused code (knip)',
    run: [bin('knip/bin/knip.js'), '--treat-config-hints-as-errors'],
  },
  {
    stage: 'docs',
    title: 'documentation (typedoc)',
    run: [bin('typedoc/bin/typedoc'), '--tsconfig', 'tsconfig.build.json'],
  },
  // `npm ci` has built the package, where it was run just before.
  { stage: 'build', title: 'build', run: script('build') },
  { stage: 'specs', title: 'specs', run: specs('specs'), specs: 1400 },
  {
    stage: 'long',
    title: 'properties, many runs',
    run: specs('specs'),
    specs: 1400,
    env: { LONG_PROPERTIES: '1' },
    isExtra: true,
  },
  { stage: 'angular20', title: 'specs with Angular 20', run: specs('angular20'), specs: 65 },
  {
    stage: 'bundle',
    title: 'specs over the bundle',
    run: specs('esm', 'cjs'),
    specs: 2000,
    needsBuild: true,
  },
  {
    stage: 'package',
    title: 'specs of the package',
    run: specs('package'),
    specs: 15,
    needsBuild: true,
  },
  {
    stage: 'browser',
    title: 'specs in a browser',
    run: specs('browser'),
    specs: 60,
    needsBuild: true,
  },
  {
    stage: 'package',
    title: 'exports (publint)',
    run: [bin('publint/src/cli.js'), '--strict'],
    needsBuild: true,
  },
  {
    stage: 'package',
    title: 'types of the exports (attw)',
    run: [
      bin('@arethetypeswrong/cli/dist/index.js'),
      '--pack',
      '.',
      '--profile',
      'node16',
      '--ignore-rules',
      'cjs-resolves-to-esm',
    ],
    needsBuild: true,
  },
  { stage: 'size', title: 'size', run: script('size'), needsBuild: true },
];

/** What `npm test` is asked to run. */
export interface Chosen {
  readonly steps: readonly Step[];
  /** Whether only a part of the specs may run, so that they are not too few. */
  readonly isPart: boolean;
}

/**
 * Chooses the steps of the stages that are named first; without one, all but the extra ones. What
 * comes after them is handed on to the program of a single step.
 *
 *     npm test -- types lint
 *     npm test -- size --update
 *
 * @throws Error if there is no such stage, or if not one program alone could take the arguments
 */
export function chooseSteps(args: readonly string[]): Chosen {
  const stages = [...new Set(steps.map(({ stage }) => stage))];
  const end = args.findIndex((arg) => !stages.includes(arg));
  const named = end < 0 ? args : args.slice(0, end);
  const rest = args.slice(named.length);
  if (rest.length > 0 && named.length === 0)
    throw new Error(`Expected a stage, one of ${stages.join(', ')}, got \`${rest.join(' ')}\``);
  const found = steps.filter(({ stage, isExtra }) =>
    named.length === 0 ? !isExtra : named.includes(stage),
  );
  if (rest.length > 0 && found.length !== 1)
    throw new Error(
      `Expected a stage of one program before arguments, got \`${args.join(' ')}\`: ${named.join(', ')} has ${found.length}`,
    );
  const isBuildMissing =
    !found.some(({ stage }) => stage === 'build') && found.some(({ needsBuild }) => needsBuild);
  const before = steps.filter(({ stage }) => isBuildMissing && stage === 'build');
  return {
    steps: [...before, ...found.map((step) => ({ ...step, run: [...step.run, ...rest] }))],
    isPart: rest.length > 0,
  };
}
