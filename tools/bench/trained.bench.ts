/**
 * What a model is worth that was learned from other sessions: `npm run bench -- trained`; `npm run
 * bench -- trained --help` says what can be asked.
 *
 * Every second session of a trace is learned from, and the others are read, with the model and begun
 * anew: all on one cache, and each with a cache of its own. A trace without sessions is cut into two
 * halves. Time is virtual; traces are generated from a seed or read from a folder.
 */
import { interrupts, runDemo } from '../../demos/shared/runDemo.js';
import { processTerminal } from '../../demos/shared/terminal.js';
import { measureTrained } from './trained/measureTrained.js';

const terminal = processTerminal();
process.exitCode = await runDemo(
  measureTrained(process.argv.slice(2), terminal),
  terminal,
  interrupts(),
);
