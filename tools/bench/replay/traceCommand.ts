import { Command } from 'commander';
import type { Terminal } from '../../../demos/shared/terminal.js';
import { capacityOf } from '../../../src/replay/capacityOf.js';
import type { Setting } from '../../../src/replay/types.js';
import { list, number } from './optionValues.js';
import type { Trace } from './trace.js';

/** The options of a bench that reads traces. */
export interface TraceOptions {
  readonly traces?: string;
  readonly limit: number;
  readonly seed: number;
  readonly only?: readonly string[];
  readonly slots: number;
  readonly capacity: number;
}

/** Items that a cache holds at least. As in the bench of all systems. */
const LEAST = 64;

/** A command with the options of a bench that reads traces. It throws instead of ending. */
export function traceCommand(terminal: Terminal, name: string, description: string): Command {
  return new Command(`npm run bench -- ${name}`)
    .description(description)
    .option(
      '--traces <folder>',
      'recorded traces, `<kind>_<name>.txt.gz`, a key a line, empty lines between sessions (default: ten generated patterns)',
    )
    .option('--limit <n>', 'requests of a trace at most', number(1, 1e7, true), 16_000)
    .option('--seed <n>', 'another seed, other generated traces', number(0, 2 ** 31, true), 1)
    .option('--only <names>', 'traces by name, with commas', list)
    .option('--slots <n>', 'prefetches at once', number(1, 1000, true), 6)
    .option(
      '--capacity <percent>',
      'what a cache keeps, of the keys of a trace',
      number(0.1, 100),
      5,
    ) // prettier-ignore
    .exitOverride()
    .configureOutput({
      writeOut: (text) => terminal.print(text.trimEnd()),
      writeErr: (text) => terminal.complain(text.trimEnd()),
    });
}

/** The setting in which a trace is read: a source that aborts, and a line of its own for each load. */
export function settingOf(trace: Trace, { slots, capacity }: TraceOptions): Setting {
  const { load, think } = trace;
  const maxKeys = capacityOf(trace, capacity, LEAST);
  return { load, think, capacity: maxKeys, slots, canAbort: true, isShared: false };
}
