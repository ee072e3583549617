/**
 * How long a reader waits, with this cache and with what else one might take: `npm run bench`; `npm
 * run bench -- --help` says what can be asked.
 *
 * A reader asks for an item, waits until it is there, looks at it, and asks for the next one; the
 * time of all that is virtual, so the figures are the same on each machine. Each contender meets
 * the same traces, which are generated from a seed or read from a folder.
 */
import { interrupts, runDemo } from '../../demos/shared/runDemo.js';
import { processTerminal } from '../../demos/shared/terminal.js';
import { benchmark } from './replay/benchmark.js';

const terminal = processTerminal();
process.exitCode = await runDemo(
  benchmark(process.argv.slice(2), terminal),
  terminal,
  interrupts(),
);
