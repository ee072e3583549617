import { interrupts, runDemo } from '../shared/runDemo.js';
import { processTerminal } from '../shared/terminal.js';
import { basicExample } from './basicExample.js';

const terminal = processTerminal();
process.exitCode = await runDemo(
  basicExample(process.argv.slice(2), terminal),
  terminal,
  interrupts(),
);
