import { interrupts, runDemo } from '../shared/runDemo.js';
import { processTerminal } from '../shared/terminal.js';
import { profile } from './profile.js';

const terminal = processTerminal();
process.exitCode = await runDemo(profile(process.argv.slice(2), terminal), terminal, interrupts());
