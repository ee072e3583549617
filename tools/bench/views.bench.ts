/**
 * How long something of a view is missing, with a reader of views and without: `npm run bench --
 * views`; `npm run bench -- views --help` says what can be asked.
 *
 * Somebody looks at views of many keys: tiles of a map, pages of a list, records of a screen. Each
 * view is shown for its time, whether it is complete or not. Time is virtual; the views are
 * generated from a seed or read from a folder of traces with times, where a burst is a view.
 */
import { interrupts, runDemo } from '../../demos/shared/runDemo.js';
import { processTerminal } from '../../demos/shared/terminal.js';
import { measureViews } from './views/measureViews.js';

const terminal = processTerminal();
process.exitCode = await runDemo(
  measureViews(process.argv.slice(2), terminal),
  terminal,
  interrupts(),
);
