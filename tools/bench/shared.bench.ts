/**
 * What `shareModel` is worth to processes with a cache each: `npm run bench -- shared`; `npm run
 * bench -- shared --help` lists the options.
 *
 * The sessions of a trace are split among processes: each reads one after the other, through a cache
 * and a predictor of its own. Compared are processes that learn alone, processes that share what
 * they learn, and one process that serves all. Time is virtual, and all processes have one clock.
 */
import { interrupts, runDemo } from '../../demos/shared/runDemo.js';
import { processTerminal } from '../../demos/shared/terminal.js';
import { measureShared } from './shared/measureShared.js';

const terminal = processTerminal();
process.exitCode = await runDemo(
  measureShared(process.argv.slice(2), terminal),
  terminal,
  interrupts(),
);
