/**
 * For how long a cache serves an item that another process has changed: `npm run bench -- staleness`;
 * needs `redis-server`. Two caches in front of one Redis server on loopback, each with clients of its
 * own; real time.
 */
import { interrupts, runDemo } from '../../demos/shared/runDemo.js';
import { processTerminal } from '../../demos/shared/terminal.js';
import { measureStaleness } from './staleness/measureStaleness.js';

const terminal = processTerminal();
process.exitCode = await runDemo(
  measureStaleness(process.argv.slice(2), terminal),
  terminal,
  interrupts(),
);
