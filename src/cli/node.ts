#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { capacityOf } from '../replay/capacityOf.js';
import { createReaders, type LogFormat } from './createReaders.js';
import { checkOutput, openInput, writeWhole, type Input } from './files/node.js';
import { learn, type Learned } from './learn.js';
import { createLineSplitter } from './lineSplitter.js';
import { argumentTypes, help, readOptions, type CliOptions } from './options.js';
import { createProgress } from './progress/node.js';
import { describeFile, describeRequests, describeWorth } from './report.js';
import { createRequestLog, type RequestLog } from './requestLog.js';
import { withIntegers } from './withIntegers.js';

/** Defaults of `--load` and `--think`, in ms. */
const paces: Readonly<Record<LogFormat, readonly [load: number, think: number]>> = {
  keys: [100, 40],
  access: [300, 2000],
};
/** Default of `--max-keys`: percent of the keys, and a minimum of items. */
const [CAPACITY_PERCENT, LEAST_CAPACITY] = [5, 64];

const progress = createProgress();
let writesFile = false;

async function main(args: readonly string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args: [...args],
    options: argumentTypes,
    allowPositionals: true,
  });
  const [command, ...files] = positionals;
  if (values.help) print([help]);
  else if (values.version) print([versionOf()]);
  else if (command === 'learn') await learnFrom(readOptions(files, values));
  else
    throw new Error(`Expected the command learn, got ${JSON.stringify(command ?? '')}; see --help`);
}

async function learnFrom(options: CliOptions): Promise<void> {
  const { files, out, maxKeys, concurrency, maxCharacters } = options;
  if (out !== undefined) await checkOutput(out, files);
  writesFile = out !== undefined;
  const log = createRequestLog(options.limit);
  const formats = await readFiles(log, options);
  const { keys: texts, starts } = log.sessions();
  if (texts.length === 0) throw new Error('There is no request to learn from');
  const keys = withIntegers(texts, options.integers);
  print(describeRequests(keys, starts.length, log.added));

  const [load, think] = paces[formats.has('access') ? 'access' : 'keys'];
  const setting = {
    load: options.load ?? load,
    think: options.think ?? think,
    capacity: maxKeys ?? capacityOf({ keys }, CAPACITY_PERCENT, LEAST_CAPACITY),
    slots: concurrency,
    canAbort: true,
    isShared: false,
  };
  const onRequest = (done: number, total: number) => progress.show('Learning', done / total);
  const learned = await learn({ keys, starts }, { setting, maxCharacters, onRequest });
  progress.clear();
  const { worth } = learned;
  print(
    worth ? describeWorth(worth, setting) : ['Too few requests to measure what the model is worth'],
  );
  await writeModel(learned, options);
}

/** Reads all files into a log. Returns their formats. */
async function readFiles(
  log: RequestLog,
  { files, rules, format }: CliOptions,
): Promise<Set<LogFormat>> {
  const readerOf = createReaders(log, rules, format);
  const formats = new Set<LogFormat>();
  for (const path of files) {
    const reader = readerOf();
    const input = await openInput(path);
    await readLines(input, (line) => reader.line(line));
    const report = reader.end();
    formats.add(report.format);
    progress.clear();
    print(describeFile(input.name, report));
  }
  return formats;
}

async function writeModel({ model, earlier }: Learned, { out, keepBack }: CliOptions) {
  if (out === undefined) {
    print(['No model was written: name a file with --out']);
    return;
  }
  const text = JSON.stringify(keepBack ? earlier : model);
  await writeWhole(out, `${text}\n`);
  const what = keepBack ? 'all requests but the last fifth' : 'all requests';
  print([`${out}: the model of ${what}, ${text.length.toLocaleString('en')} characters`]);
}

async function readLines(
  { bytes, size, done, name }: Input,
  onLine: (line: string | undefined) => void,
): Promise<void> {
  const lines = createLineSplitter(onLine);
  for await (const block of bytes) {
    lines.push(block);
    progress.show(`Reading ${name}`, size ? done() / size : undefined, done());
  }
  lines.end();
}

function versionOf(): string {
  const file = new URL('../package.json', import.meta.url);
  return (JSON.parse(readFileSync(file, 'utf8')) as { readonly version: string }).version;
}

function print(lines: readonly string[]): void {
  process.stdout.write(`${lines.join('\n')}\n`);
}

// The reader of the output may end, as in `| head`: the program continues only to write a file.
process.stdout.on('error', () => {
  if (!writesFile) process.exit();
});

main(process.argv.slice(2)).catch((error: unknown) => {
  progress.clear();
  process.stderr.write(`error: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
