/**
 * How long something visible is blank on pages of real libraries, with prefetching and without:
 * `npm run bench -- clients`; `--only leaflet` drives these clients alone.
 *
 * Each page runs in a browser and is driven with a mouse, a wheel and keys; the server answers
 * requests of data after a fixed latency. Time is real: other programs make the figures worse.
 */
import { interrupts, runDemo } from '../../demos/shared/runDemo.js';
import { processTerminal } from '../../demos/shared/terminal.js';
import { measureClients } from './clients/measureClients.js';

const terminal = processTerminal();
process.exitCode = await runDemo(
  measureClients(process.argv.slice(2), terminal),
  terminal,
  interrupts(),
);
