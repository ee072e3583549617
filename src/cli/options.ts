import type { LogFormat } from './createReaders.js';
import type { KeyRules } from './keyOf.js';
import type { IntegerRule } from './withIntegers.js';

/** What a user asks of `learn`. */
export interface CliOptions {
  /** Paths of logs; `-` is the standard input. */
  readonly files: readonly string[];
  /** Where the model is written; undefined: nowhere. */
  readonly out: string | undefined;
  readonly format: LogFormat | undefined;
  readonly rules: KeyRules;
  readonly integers: IntegerRule;
  /** Requests to learn from at most. */
  readonly limit: number;
  /** Whether the written model is that of all requests but the last fifth. */
  readonly keepBack: boolean;
  /** Characters of the model at most. */
  readonly maxCharacters: number;
  /** Milliseconds of a load; undefined: the default of the format. */
  readonly load: number | undefined;
  /** Milliseconds between an item and the next request; undefined: the default of the format. */
  readonly think: number | undefined;
  /** Items that the cache keeps; undefined: a share of the keys. */
  readonly maxKeys: number | undefined;
  readonly concurrency: number;
}

/** The options of the command line, in the form of `parseArgs` of Node. */
export const argumentTypes = {
  out: { type: 'string', short: 'o' },
  format: { type: 'string' },
  methods: { type: 'string' },
  status: { type: 'string' },
  include: { type: 'string', multiple: true },
  exclude: { type: 'string', multiple: true },
  'strip-query': { type: 'boolean' },
  key: { type: 'string' },
  integers: { type: 'string' },
  limit: { type: 'string' },
  'keep-back': { type: 'boolean' },
  'max-characters': { type: 'string' },
  load: { type: 'string' },
  think: { type: 'string' },
  'max-keys': { type: 'string' },
  concurrency: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean' },
} as const;

/** Values by the names of the command line. */
export interface ArgumentValues {
  readonly out?: string;
  readonly format?: string;
  readonly methods?: string;
  readonly status?: string;
  readonly include?: readonly string[];
  readonly exclude?: readonly string[];
  readonly 'strip-query'?: boolean;
  readonly key?: string;
  readonly integers?: string;
  readonly limit?: string;
  readonly 'keep-back'?: boolean;
  readonly 'max-characters'?: string;
  readonly load?: string;
  readonly think?: string;
  readonly 'max-keys'?: string;
  readonly concurrency?: string;
}

/** Text of `--help`. */
export const help = `Usage: rxjs-prefetch-cache learn <log ...> [--out model.json]

Learns from logs which keys follow which, for auto({ from: model }), and prints
what the model is worth on the last fifth of the requests.

A log has one key a line; a blank line begins a session, and a tab and the time
in milliseconds may follow the key. Or it is an access log in the Common or the
Combined Log Format: the keys are paths, and 30 minutes without a request of a
client (and user agent) end a session. The format is detected, and so is gzip.
"-" is the standard input.

  -o, --out <file>       write the model; without it nothing is written
      --keep-back        write the model of all but the last fifth
      --max-characters <n>  maximal size of the model (default: 150000)
      --format <name>    keys or access (default: detected)
      --methods <names>  of access logs, with commas (default: GET)
      --status <ranges>  of access logs (default: 200-299,304)
      --include <regex>  only matching paths or keys; of several, one must match
      --exclude <regex>  no matching paths or keys; may be repeated
      --strip-query      leave ?query and #fragment out of the keys
      --key <regex>      the key is the first group of the match, or the match;
                         what does not match is passed over
      --integers <rule>  make numbers of the keys that are decimal integers:
                         yes, no, or auto: if all keys are (default: auto)
      --limit <n>        learn from the last n requests (default: 200000)

Measured in virtual time, on one cache for all sessions and on one for each:
      --load <ms>        a load (default: 300 for access logs, else 100)
      --think <ms>       time between an item and the next request
                         (default: 2000 for access logs, else 40)
      --max-keys <n>     items kept (default: 5 % of the keys, at least 64)
      --concurrency <n>  prefetches at once (default: 4)

  -h, --help             print this
      --version          print the version of the package`;

/**
 * Reads the values of the command line.
 *
 * @throws Error that names the option, what was expected, and what was given
 */
export function readOptions(files: readonly string[], values: ArgumentValues): CliOptions {
  if (files.length === 0)
    throw new Error('Expected a log: learn <log ...>; "-" for standard input');
  if (files.filter((file) => file === '-').length > 1)
    throw new Error('Expected "-" once, as the standard input is read once');
  const { out, include = [], exclude = [], key } = values;
  if (out === '' || out === '-') throw wrong('--out', 'a path', out);
  return {
    files,
    out,
    format: oneOf('--format', ['keys', 'access'], values.format),
    rules: {
      methods: methodsOf(values.methods ?? 'GET'),
      statuses: statusesOf(values.status ?? '200-299,304'),
      include: include.map((text) => expression('--include', text)),
      exclude: exclude.map((text) => expression('--exclude', text)),
      stripQuery: values['strip-query'] ?? false,
      key: key === undefined ? undefined : expression('--key', key),
    },
    integers: oneOf('--integers', ['yes', 'no', 'auto'], values.integers) ?? 'auto',
    limit: integer('--limit', values.limit, 1, 100_000_000) ?? 200_000,
    keepBack: values['keep-back'] ?? false,
    maxCharacters:
      integer('--max-characters', values['max-characters'], 1_000, 100_000_000) ?? 150_000,
    load: integer('--load', values.load, 1, 3_600_000),
    think: integer('--think', values.think, 0, 86_400_000),
    maxKeys: integer('--max-keys', values['max-keys'], 1, 100_000_000),
    concurrency: integer('--concurrency', values.concurrency, 0, 1_000) ?? 4,
  };
}

function wrong(option: string, expected: string, given: string): Error {
  return new Error(`Expected ${option} to be ${expected}, got ${JSON.stringify(given)}`);
}

function oneOf<T extends string>(
  option: string,
  names: readonly T[],
  text: string | undefined,
): T | undefined {
  const name = names.find((each) => each === text);
  if (text !== undefined && name === undefined)
    throw wrong(option, `one of ${names.join(', ')}`, text);
  return name;
}

function integer(
  option: string,
  text: string | undefined,
  from: number,
  to: number,
): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < from || value > to)
    throw wrong(option, `an integer from ${from} to ${to.toLocaleString('en')}`, text);
  return value;
}

function expression(option: string, text: string): RegExp {
  try {
    return new RegExp(text, 'u');
  } catch (error) {
    throw wrong(option, `a regular expression (${(error as Error).message})`, text);
  }
}

function methodsOf(text: string): Set<string> {
  const names = text.split(',').map((name) => name.trim().toUpperCase());
  if (!names.every((name) => /^[A-Z]+$/.test(name)))
    throw wrong('--methods', 'names with commas, such as GET,HEAD', text);
  return new Set(names);
}

function statusesOf(text: string): [from: number, to: number][] {
  return text.split(',').map((range) => {
    const [, from = '', to = from] = /^\s*(\d{3})(?:-(\d{3}))?\s*$/.exec(range) ?? [];
    if (from === '' || Number(to) < Number(from))
      throw wrong('--status', 'ranges with commas, such as 200-299,304', text);
    return [Number(from), Number(to)];
  });
}
