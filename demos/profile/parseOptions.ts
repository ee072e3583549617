import { Argument, Command } from 'commander';
import { patternNames, type PatternName } from '../shared/patterns.js';
import type { Terminal } from '../shared/terminal.js';

/** Options of the profiler. */
export interface ProfileOptions {
  readonly pattern: PatternName | 'all';
  /** A Multiple Object Tracking file; undefined for the file of the demos. */
  readonly file?: string;
  /** Whether to sample the running functions. */
  readonly detailed?: boolean;
}

/**
 * Reads the command line.
 *
 * @throws CommanderError after help, and for wrong arguments
 */
export function parseOptions(args: readonly string[], terminal: Terminal): ProfileOptions {
  const command = new Command('npm start -- profile')
    .description('Times access patterns on a file, and the parts by themselves.')
    .addArgument(
      new Argument('[pattern]', 'how to read').choices([...patternNames, 'all']).default('all'),
    )
    .option(
      '-f, --file <path>',
      "a Multiple Object Tracking text file (default: one of the demos' own)",
    )
    .option('-d, --detailed', 'write a .cpuprofile, and name the functions that take the time')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => terminal.print(text.trimEnd()),
      writeErr: (text) => terminal.complain(text.trimEnd()),
    })
    .parse(args, { from: 'user' });
  return {
    ...command.opts<Omit<ProfileOptions, 'pattern'>>(),
    pattern: command.processedArgs[0] as ProfileOptions['pattern'],
  };
}
