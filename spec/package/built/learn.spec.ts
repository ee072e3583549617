import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  linkSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { auto, type AutoJson } from 'rxjs-prefetch-cache';
import { packageFolder } from '../../../tools/package/sourceFiles.js';

/** A page of a book of 40 pages: a name without a number, which has no step to the next page. */
const pageOf = (page: number): string =>
  `/page/${'abcdefghijklmnopqrst'.charAt((page * 7) % 20)}${page < 20 ? 'x' : 'y'}.html`;
/** Readers of the book; each begins at another page, and reads on. */
const sessions = Array.from({ length: 120 }, (_, i) =>
  Array.from({ length: 3 + (i % 5) }, (_, j) => pageOf((i * 17 + j) % 40)),
);
const keysText = sessions.map((keys) => `${keys.join('\n')}\n`).join('\n');
const time = (minute: number) =>
  `[0${1 + Math.floor(minute / 1440)}/Mar/2026:${new Date(minute * 60_000).toISOString().slice(11, 19)} +0100]`;
const accessText = (agent = '') =>
  sessions
    .map((keys, i) =>
      keys
        .map(
          (key, j) =>
            `10.0.0.${i % 3} - - ${time(40 * i + j)} "GET ${key}?from=${i} HTTP/1.1" 200 512${agent}\n`,
        )
        .join(''),
    )
    .join('');

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'rxjs-prefetch-cache-learn-'));
  symlinkSync(folder, join(folder, 'same'));
  spawnSync('mkfifo', [join(folder, 'pipe')]);
  linkSync(join(folder, write('keys.txt', keysText)), join(folder, 'keys.link'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function run(args: readonly string[], input: string | Buffer = '') {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(packageFolder, 'dist/cli.mjs'), ...args],
    { cwd: folder, input, encoding: 'utf8' },
  );
  return { status, lines: stdout.trimEnd().split('\n'), stderr };
}

function write(name: string, content: string | Buffer): string {
  writeFileSync(join(folder, name), content);
  return name;
}

/** Mean wait and loads of a row of the measure. */
function rowOf(lines: readonly string[], name: string): [wait: number, loads: number] {
  const row = lines.find((line) => line.trim().startsWith(name)) ?? '';
  const [wait = NaN, , loads = NaN] = row.match(/\d+\.\d+/g)?.map(Number) ?? [];
  return [wait, loads];
}

/** What a predictor with a model predicts after two requests. */
function predictedBy(model: string, before: string, key: string): string[] {
  const from = JSON.parse(readFileSync(join(folder, model), 'utf8')) as AutoJson;
  const predictor = auto<string>({ from });
  for (const each of [before, key])
    predictor.observe({ key: each, at: 0, reader: 0, outcome: 'miss', isResident: () => false });
  const predicted: string[] = [];
  predictor.predict(key, [before, key], (next) => predicted.push(next));
  return predicted;
}

describe('rxjs-prefetch-cache learn', () => {
  it('writes the model of a log of keys, and prints what it is worth on the last fifth', () => {
    const { status, lines, stderr } = run([
      'learn',
      write('keys.txt', keysText),
      '-o',
      'model.json',
    ]);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(lines.slice(0, 2)).toEqual([
      'keys.txt: a key a line, 719 lines',
      '600 requests of 40 keys (strings) in 120 sessions',
    ]);
    const [fresh] = rowOf(lines, 'auto, without a model');
    const [trained, loads] = rowOf(lines, 'auto, with the model');
    expect(trained).toBeLessThan(fresh / 2);
    expect(loads).toBeLessThan(1);
    const text = readFileSync(join(folder, 'model.json'), 'utf8');
    expect(lines.at(-1)).toBe(
      `model.json: the model of all requests, ${(text.length - 1).toLocaleString('en')} characters`,
    );
    expect(predictedBy('model.json', pageOf(7), pageOf(8))).toContain(pageOf(9));
  });

  it('leaves no other file behind, and replaces a model', () => {
    write('model.json', 'old');
    expect(run(['learn', write('keys.txt', keysText), '--out=model.json']).status).toBe(0);
    expect(readFileSync(join(folder, 'model.json'), 'utf8')).toMatch(/^\{"version":/);
    expect(readdirSync(folder).filter((name) => name.includes('.part'))).toEqual([]);
  });

  it.each([
    ['in the Common Log Format', 'Common', accessText()],
    ['in the Combined Log Format', 'Combined', accessText(' "-" "Mozilla/5.0 (X11)"')],
    ['that is packed', 'Common', gzipSync(accessText())],
    ['with CRLF and a byte order mark', 'Common', `\uFEFF${accessText().replaceAll('\n', '\r\n')}`],
  ])('reads an access log %s', (_what, format, content) => {
    const { status, lines } = run(['learn', write('access.log', content), '--strip-query']);
    expect(status).toBe(0);
    expect(lines.slice(0, 2)).toEqual([
      `access.log: an access log in the ${format} Log Format, 600 lines`,
      '600 requests of 40 keys (strings) in 120 sessions',
    ]);
    expect(lines.at(-1)).toBe('No model was written: name a file with --out');
  });

  it('reads the standard input, and several logs as one', () => {
    write('access.log', accessText());
    const { lines } = run(['learn', 'access.log', '-'], keysText);
    expect(lines[1]).toBe('standard input: a key a line, 719 lines');
    expect(lines[2]).toMatch(/^1,200 requests of 640 keys .* in 240 sessions$/);
  });

  it('makes numbers of integers if all keys are', () => {
    const integers = Array.from({ length: 200 }, (_, i) => `${(i * 3) % 90}\t${i * 40}\n`).join('');
    const { lines } = run(['learn', '-', '-o', 'numbers.json'], integers);
    expect(lines[1]).toBe('200 requests of 30 keys (numbers) in 1 session');
    expect(run(['learn', '-', '--integers', 'no'], integers).lines[1]).toContain(
      '30 keys (strings)',
    );
    expect(run(['learn', '-'], `${integers}one\n`).lines[1]).toContain('31 keys (strings)');
    expect(run(['learn', '-', '--integers=yes'], `${integers}one\n`).lines[1]).toContain(
      '31 keys (30 numbers, else strings)',
    );
  });

  it('holds the last fifth back on request', () => {
    const file = write('keys.txt', `${'a\nb\nc\n'.repeat(60)}${'x\ny\nz\n'.repeat(14)}`);
    run(['learn', file, '-o', 'all.json']);
    const { lines } = run(['learn', file, '-o', 'part.json', '--keep-back']);
    expect(lines.at(-1)).toMatch(/^part\.json: the model of all requests but the last fifth, /);
    expect(predictedBy('all.json', 'z', 'x')).toContain('y');
    expect(predictedBy('part.json', 'z', 'x')).not.toContain('y');
    expect(predictedBy('part.json', 'a', 'b')).toContain('c');
  });

  it('writes a model of at most the characters that are asked for', () => {
    const text = Array.from({ length: 3000 }, (_, i) => `key ${(i * i) % 997}\n`).join('');
    const sizeOf = (...args: readonly string[]) => {
      run(['learn', '-', '-o', 'sized.json', ...args], text);
      return readFileSync(join(folder, 'sized.json'), 'utf8').length;
    };
    expect(sizeOf('--max-characters', '4000')).toBeLessThan(0.8 * sizeOf());
  });

  it('counts lines that it cannot read, and shows the first without control characters', () => {
    const { status, lines } = run(
      ['learn', '-'],
      `${keysText}\u001b[31mred\nb\u0000\n${'x'.repeat(99_999)}\n`,
    );
    expect(status).toBe(0);
    expect(lines.slice(1, 5)).toEqual([
      '  3 lines could not be read:',
      '    line 720: "\\u001b[31mred"',
      '    line 721: "b\\u0000"',
      '    line 722: too long',
    ]);
  });

  it('reads long keys, and a log of one line, of which nothing can be measured', () => {
    const long = Array.from({ length: 90 }, (_, i) => `${i % 9}${'k'.repeat(10_000)}\n`).join('');
    expect(run(['learn', '-', '-o', 'long.json'], long).status).toBe(0);
    expect(readFileSync(join(folder, 'long.json'), 'utf8').length).toBeLessThan(151_000);
    const { status, lines } = run(['learn', '-', '-o', 'one.json'], 'a');
    expect(status).toBe(0);
    expect(lines[2]).toBe('Too few requests to measure what the model is worth');
    expect(readFileSync(join(folder, 'one.json'), 'utf8')).toMatch(/^\{"version":/);
  });

  it('prints its options and its version', () => {
    const { status, lines } = run(['--help']);
    expect(status).toBe(0);
    expect(lines[0]).toBe('Usage: rxjs-prefetch-cache learn <log ...> [--out model.json]');
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(80);
    expect(run(['--version']).lines[0]).toMatch(/^\d+\.\d+\.\d+/);
  });

  it.each([
    [['learn', 'missing.txt'], 'missing.txt: there is no such file or folder'],
    [['learn', '.'], '.: it is a folder'],
    [['learn', '-'], 'There is no request to learn from'],
    [['learn'], 'Expected a log: learn <log ...>; "-" for standard input'],
    [[], 'Expected the command learn, got ""; see --help'],
    [['teach', '-'], 'Expected the command learn, got "teach"; see --help'],
    [['learn', '-', '--out', 'no/model.json'], 'no/model.json: there is no such file or folder'],
    [['learn', '-', '--out', '-'], 'Expected --out to be a path, got "-"'],
    [['learn', './keys.txt', '--out', 'keys.txt'], 'keys.txt: it is a log'],
    [['learn', 'keys.txt', '--out', 'same/keys.txt'], 'same/keys.txt: it is a log'],
    [['learn', 'keys.txt', '--out', 'keys.link'], 'keys.link: it is a log'],
    [['learn', 'keys.txt', '--out', 'same'], 'same: it is a folder'],
    [['learn', 'keys.txt', '--out', 'pipe'], 'pipe: it is no file'],
    [
      ['learn', '-', '--limit', '0'],
      'Expected --limit to be an integer from 1 to 100,000,000, got "0"',
    ],
    [
      ['learn', '-', '--integers', 'si'],
      'Expected --integers to be one of yes, no, auto, got "si"',
    ],
    [
      ['learn', '-', '--status', '2xx'],
      'Expected --status to be ranges with commas, such as 200-299,304, got "2xx"',
    ],
    [
      ['learn', '-', '--include', '('],
      expect.stringMatching(/^Expected --include to be a regular/),
    ],
    [['learn', '-', '--shout'], expect.stringMatching(/^Unknown option '--shout'/)],
  ])('refuses %j in one line, with status 1', (args, message) => {
    write('keys.txt', keysText);
    const { status, stderr } = run(args);
    expect(status).toBe(1);
    expect(stderr.startsWith('error: ')).toBe(true);
    expect(stderr.slice(7).trimEnd()).toEqual(message);
  });

  it('writes the model also if nobody reads what is printed', async () => {
    rmSync(join(folder, 'unread.json'), { force: true });
    const child = spawn(
      process.execPath,
      [join(packageFolder, 'dist/cli.mjs'), 'learn', write('keys.txt', keysText), '--out=unread.json'], // prettier-ignore
      { cwd: folder, stdio: ['ignore', 'pipe', 'inherit'] },
    );
    child.stdout.once('data', () => child.stdout.destroy());
    expect(await once(child, 'close')).toEqual([0, null]);
    expect(readFileSync(join(folder, 'unread.json'), 'utf8')).toMatch(/^\{"version":/);
  });

  it('refuses a packed log that is cut off', () => {
    const { status, stderr } = run(['learn', write('cut.gz', gzipSync(keysText).subarray(0, 200))]);
    expect({ status, stderr }).toEqual({
      status: 1,
      stderr: 'error: cut.gz: unexpected end of file\n',
    });
  });
});
