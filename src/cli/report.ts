import type { FileReport } from './createReaders.js';
import type { Rows, Worth } from './learn.js';
import type { ApartOutcome } from '../replay/replayApart.js';
import type { Key, Setting } from '../replay/types.js';

/** Lines that describe what one file contains. */
export function describeFile(
  name: string,
  { format, hasAgents, lines, bad, examples, passedOver }: FileReport,
): string[] {
  const form =
    format === 'keys'
      ? 'a key a line'
      : `an access log in the ${hasAgents ? 'Combined' : 'Common'} Log Format`;
  const text = [`${name}: ${form}, ${counted(lines, 'line')}`];
  if (passedOver > 0) text.push(`  ${counted(passedOver, 'request')} passed over by the options`);
  if (bad > 0) text.push(`  ${counted(bad, 'line')} could not be read:`);
  for (const { line, text: begin } of examples)
    text.push(`    line ${line}: ${begin === undefined ? 'too long' : quoted(begin)}`);
  return text;
}

/** Lines that describe the requests from which the model is learned. */
export function describeRequests(keys: readonly Key[], sessions: number, added: number): string[] {
  const different = new Set(keys);
  const numbers = [...different].filter((key) => typeof key === 'number').length;
  const kinds =
    numbers === 0
      ? 'strings'
      : numbers === different.size
        ? 'numbers'
        : `${counted(numbers, 'number')}, else strings`;
  const text = [
    `${counted(keys.length, 'request')} of ${counted(different.size, 'key')} (${kinds}) in ${counted(sessions, 'session')}`,
  ];
  if (added > keys.length) text.push(`  the latest of ${counted(added, 'request')}: see --limit`);
  if (keys.length >= 100 && different.size > 0.9 * keys.length)
    text.push('  nearly every key comes once: little can be learned, unless keys have steps');
  return text;
}

/** Lines with the measurements of a model. */
export function describeWorth({ together, apart }: Worth, setting: Setting): string[] {
  const { load, think, slots, capacity } = setting;
  const head = ['mean wait', 'hits', 'loads'].map((name) => name.padStart(10)).join('');
  const text = [
    `The last fifth, ${counted(together.without.requests, 'request')}, in virtual time, with what was learned before:`,
    `loads of ${load} ms, ${think} ms between an item and the next request, ${counted(slots, 'prefetch', 'prefetches')} at once, a cache of ${counted(capacity, 'item')}`,
    `${'all sessions on one cache'.padEnd(NAMES)}${head}`,
    ...rowsOf(together),
  ];
  if (apart) text.push(`${counted(apart.sessions, 'session')}, a cache each`, ...rowsOf(apart));
  return [...text, 'Mean wait in percent of a load; loads a request.'];
}

/** Width of the first column. */
const NAMES = 26;

function rowsOf({ without, fresh, trained }: Rows<ApartOutcome>): string[] {
  const row = (name: string, { wait, hits, loads }: ApartOutcome): string =>
    `  ${name.padEnd(NAMES - 2)}${percent(wait)}${percent(100 * hits)}${loads.toFixed(2).padStart(10)}`;
  return [
    row('without prefetching', without),
    row('auto, without a model', fresh),
    row('auto, with the model', trained),
  ];
}

function percent(value: number): string {
  return `${value.toFixed(1)} %`.padStart(10);
}

function counted(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString('en')} ${count === 1 ? one : many}`;
}

/** Text from a log, without characters that control a terminal. */
function quoted(text: string): string {
  return JSON.stringify(text).replace(
    /[^\x20-\x7e]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
