import { Command, Option } from 'commander';
import type { Terminal } from '../../../demos/shared/terminal.js';
import { contenders } from './contenders.js';
import { list, number } from './optionValues.js';

/** What a user may say to the bench. */
export interface BenchOptions {
  /** A folder of recorded traces; undefined: those that are generated. */
  readonly traces?: string;
  /** Requests of a trace at most. */
  readonly limit: number;
  readonly seed: number;
  /** Puts the keys of each trace in an order that this seed says. */
  readonly shuffle?: number;
  /** Names of traces; undefined: all. */
  readonly only?: readonly string[];
  /** Names of contenders; undefined: all. */
  readonly systems?: readonly string[];
  readonly slots: number;
  /** The time of a load in looks at an item; undefined: as the trace says. */
  readonly ratio?: number;
  /** What is kept, in percent of the keys that a trace has. */
  readonly capacity: number;
  /** Whether loads stop when nobody wants them. */
  readonly abort: boolean;
  /** Whether loads are of unequal size and share a bandwidth. */
  readonly bandwidth: boolean;
  /** Whether each contender is measured with each of its values. */
  readonly sweep: boolean;
  /**
   * Whether loading ahead is compared with loading nothing ahead in many settings, instead of all
   * that is above.
   */
  readonly harm: boolean;
  readonly json?: string;
  /** A folder for pictures, which need a sweep. */
  readonly pictures?: string;
  /** A page that has marks for tables. */
  readonly page?: string;
}

/**
 * Reads the command line.
 * @throws CommanderError after help, and after a complaint about what is wrong
 */
export function parseOptions(args: readonly string[], terminal: Terminal): BenchOptions {
  const names = contenders.map(({ name }) => name);
  const options = new Command('npm run bench --')
    .description(
      'How long a reader waits, with this cache and with others, in virtual time: the same figures on each machine.',
    )
    .option(
      '--traces <folder>',
      'recorded traces, `<kind>_<name>.txt.gz`, a key a line (default: ten generated patterns)',
    )
    .option(
      '--limit <n>',
      'requests of a trace at most (default: 4,000; 2,000 with --harm)',
      number(1, 1e7, true),
    )
    .option('--seed <n>', 'another seed, other generated traces', number(0, 2 ** 31, true), 1)
    .option(
      '--shuffle <seed>',
      'put the keys of each trace in another order: nothing is left to be learned',
      number(0, 2 ** 31, true),
    )
    .option('--only <names>', 'traces by name, with commas', list)
    .option('--systems <names>', `contenders by name, with commas: ${names.join(', ')}`, list)
    .option('--slots <n>', 'loads ahead at once', number(1, 1000, true), 6)
    .option(
      '--ratio <x>',
      'how long a load takes, in looks at an item (default: as the trace has it)',
      number(0.001, 1000),
    )
    .option(
      '--capacity <percent>',
      'what is kept, of the keys of a trace; at least 64 items',
      number(0.1, 100),
      5,
    )
    .option('--no-abort', 'loads run on when nobody wants them any more')
    .option('--bandwidth', 'loads are of unequal size and share a bandwidth', false)
    .option('--sweep', 'measure each contender from careless to careful', false)
    .addOption(
      new Option(
        '--harm',
        'compare auto, or --systems, with no prefetching over slots, ratios, capacities and sources; print where it is worse',
      )
        .default(false)
        .conflicts([
          'slots',
          'ratio',
          'capacity',
          'abort',
          'bandwidth',
          'sweep',
          'pictures',
          'page',
        ]),
    )
    .option('--json <file>', 'write all figures')
    .option('--pictures <folder>', 'draw them, which implies --sweep')
    .option('--page <file>', 'write the tables into a page, between its marks')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => terminal.print(text.trimEnd()),
      writeErr: (text) => terminal.complain(text.trimEnd()),
    })
    .parse(args, { from: 'user' })
    .opts<Omit<BenchOptions, 'limit'> & Partial<BenchOptions>>();
  const unknown = options.systems?.find((name) => !names.includes(name));
  if (unknown !== undefined)
    throw new Error(`Expected \`--systems\` to be of ${names.join(', ')}, got \`${unknown}\``);
  const { limit = options.harm ? 2000 : 4000 } = options;
  return { ...options, limit, sweep: options.sweep || options.pictures !== undefined };
}
