import { Command, InvalidArgumentError, Option } from 'commander';
import type { Terminal } from '../shared/terminal.js';
import { scriptNames, type ScriptName } from './script.js';

/** Options of the basic example. */
export interface BasicOptions {
  /** A Multiple Object Tracking file; undefined for the file of the demos. */
  readonly file?: string;
  readonly pattern: ScriptName;
  /** Milliseconds that are added to each load. */
  readonly latency: number;
  readonly concurrency: number;
  readonly maxKeys: number;
}

/**
 * Reads the command line.
 *
 * @throws CommanderError after help, and for wrong arguments
 */
export function parseOptions(args: readonly string[], terminal: Terminal): BasicOptions {
  return new Command('npm start --')
    .description(
      'Reads frames of a video through caches with different predictors, and compares how long the reader waits.',
    )
    .option(
      '-f, --file <path>',
      "a Multiple Object Tracking text file (default: one of the demo's own)",
    )
    .addOption(
      new Option('-p, --pattern <name>', 'who reads: a person, or an even pattern')
        .choices(scriptNames)
        .default('person'),
    )
    .option(
      '-l, --latency <ms>',
      'how much longer each frame takes, as from a server',
      integer(0, 2_000),
      120,
    )
    .option('-c, --concurrency <n>', 'loads ahead at once', integer(0, 1_000), 4)
    .option('-m, --max-keys <n>', 'frames that a cache keeps', integer(1, 1_000_000), 100)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => terminal.print(text.trimEnd()),
      writeErr: (text) => terminal.complain(text.trimEnd()),
    })
    .parse(args, { from: 'user' })
    .opts<BasicOptions>();
}

function integer(from: number, to: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (text.trim() !== '' && Number.isInteger(value) && value >= from && value <= to) return value;
    throw new InvalidArgumentError(
      `Expected an integer from ${from} to ${to.toLocaleString('en')}.`,
    );
  };
}
