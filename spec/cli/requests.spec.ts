import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createReaders, detectFormat } from '../../src/cli/createReaders.js';
import { cutOf } from '../../src/cli/cutOf.js';
import { keyOf } from '../../src/cli/keyOf.js';
import { readOptions, type ArgumentValues } from '../../src/cli/options.js';
import { createRequestLog } from '../../src/cli/requestLog.js';
import { sessionsByClient } from '../../src/cli/sessionsByClient.js';
import { withIntegers } from '../../src/cli/withIntegers.js';

const rulesOf = (values: ArgumentValues = {}) => readOptions(['-'], values).rules;

/** What is read of the lines of one file. */
function read(lines: readonly string[], values: ArgumentValues = {}, limit = 1000) {
  const log = createRequestLog(limit);
  const reader = createReaders(log, rulesOf(values))();
  for (const line of lines) reader.line(line);
  const report = reader.end();
  return { report, ...log.sessions(), added: log.added };
}

/** A line of an access log, some minutes after midnight. */
function access(client: string, minute: number, path: string, status = 200, agent = ''): string {
  const time = `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}:00`;
  const line = `${client} - - [01/Feb/2026:${time} +0000] "GET ${path} HTTP/1.1" ${status} 1`;
  return agent === '' ? line : `${line} "-" "${agent}"`;
}

describe('The requests of a log', () => {
  it('are keys, a line each, with blank lines between sessions', () => {
    const { report, keys, starts } = read(['a', 'b\t20', '', '', 'c', ' ', 'd']);
    expect(keys).toEqual(['a', 'b', 'c', 'd']);
    expect(starts).toEqual([0, 2, 3]);
    expect(report).toMatchObject({ format: 'keys', lines: 7, bad: 0 });
  });

  it('are grouped by client, in sessions that 30 minutes end', () => {
    const { report, keys, starts } = read([
      access('A', 0, '/1'),
      access('B', 1, '/2'),
      access('A', 30, '/3'),
      access('B', 32, '/4'),
      access('A', 61, '/5'),
    ]);
    expect(keys).toEqual(['/1', '/3', '/2', '/4', '/5']);
    expect(starts).toEqual([0, 2, 3, 4]);
    expect(report).toMatchObject({ format: 'access', hasAgents: false });
  });

  it('are those of different clients, where user agents differ', () => {
    const { report, starts } = read([
      access('A', 0, '/1', 200, 'x'),
      access('A', 1, '/2', 200, 'y'),
      access('A', 2, '/3', 200, 'x'),
    ]);
    expect(starts).toEqual([0, 2]);
    expect(report.hasAgents).toBe(true);
  });

  it('are in the Combined Log Format also where all are passed over', () => {
    const { report } = read([access('A', 0, '/1', 404, 'x'), access('A', 1, '/2', 404, 'x')]);
    expect(report).toMatchObject({ hasAgents: true, passedOver: 2 });
  });

  it('are those of one session while thousands of other clients come and go', () => {
    const opened: string[] = [];
    let client = '';
    const sessionOf = sessionsByClient(() => opened.push(client));
    const request = (name: string, minute: number) => {
      client = name;
      return sessionOf(name, minute * 60_000);
    };
    for (let minute = 0; minute < 1000; minute++) {
      request('me', minute);
      for (let i = 0; i < 30; i++) request(`${minute} ${i}`, minute);
    }
    expect(opened).toHaveLength(30_001);
    request('0 0', 1000);
    expect(opened.at(-1)).toBe('0 0');
    request('999 0', 1029);
    request('me', 1029);
    expect(opened).toHaveLength(30_002);
  });

  it('are passed over by method, status and path', () => {
    const lines = [
      access('A', 0, '/a?x=1'),
      access('A', 1, '/a', 404),
      access('A', 2, '/b.png', 304),
      access('A', 3, '/c').replace('GET', 'POST'),
      access('A', 4, '/d/e'),
    ];
    expect(read(lines).keys).toEqual(['/a?x=1', '/b.png', '/d/e']);
    expect(read(lines).report.passedOver).toBe(2);
    expect(read(lines, { methods: 'get,POST', status: '200-499' }).keys).toHaveLength(5);
    expect(read(lines, { exclude: ['\\.png$', '^/d/'] }).keys).toEqual(['/a?x=1']);
    expect(read(lines, { include: ['^/a', '^/d'] }).keys).toEqual(['/a?x=1', '/d/e']);
    expect(read(lines, { 'strip-query': true }).keys[0]).toBe('/a');
    expect(read(lines, { key: '^/d/(.*)' }).keys).toEqual(['e']);
  });

  it('are not read from bad lines, which are counted, and of which the first are shown', () => {
    const { report, keys } = read(['a', 'b\u0000', 'c\tlater', '\u001b[31mred', '\uFFFD', 'd']);
    expect(keys).toEqual(['a', 'd']);
    expect(report.bad).toBe(4);
    expect(report.examples.map(({ line }) => line)).toEqual([2, 3, 4]);
  });

  it('are the latest ones, if there are more than the limit', () => {
    const lines = Array.from({ length: 25 }, (_, i) => `key ${i}`);
    const { keys, starts, added } = read(lines, {}, 10);
    expect(keys).toEqual(lines.slice(15));
    expect([starts, added]).toEqual([[0], 25]);
  });

  it('are found to be of an access log if at least half of the lines are', () => {
    const line = access('A', 0, '/');
    expect(detectFormat([line, 'oops', undefined, ''])).toBe('access');
    expect(detectFormat([line, 'a', 'b'])).toBe('keys');
    expect(detectFormat(['', undefined])).toBe('keys');
  });

  it('keep all keys of a session together and in order', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(5)), (sessions) => {
        const log = createRequestLog(1000);
        const numbers = Array.from({ length: 6 }, () => log.open());
        sessions.forEach((session, i) => log.add(`${session} ${i}`, numbers[session] ?? 0));
        const { keys, starts } = log.sessions();
        const parts = starts.map((start, i) => keys.slice(start, starts[i + 1]));
        const order = [...new Set(sessions)];
        expect(parts).toEqual(
          order.map((session) =>
            sessions.flatMap((each, i) => (each === session ? [`${session} ${i}`] : [])),
          ),
        );
      }),
    );
  });
});

describe('The last fifth', () => {
  it('begins with a session, where enough is left after it', () => {
    expect(cutOf(100, [0, 30, 70, 85, 95])).toBe(85);
    expect(cutOf(100, [0, 80])).toBe(80);
  });

  it('begins within a session otherwise', () => {
    expect(cutOf(100, [0, 30, 70])).toBe(80);
    expect(cutOf(100, [0, 95])).toBe(80);
  });
});

describe('Keys', () => {
  it('are numbers if all are decimal integers, or by request', () => {
    expect(withIntegers(['1', '-20', '0'], 'auto')).toEqual([1, -20, 0]);
    expect(withIntegers(['1', '2'], 'no')).toEqual(['1', '2']);
    expect(withIntegers(['1', 'a'], 'auto')).toEqual(['1', 'a']);
    expect(withIntegers(['1', 'a'], 'yes')).toEqual([1, 'a']);
  });

  it('stay strings where a number would be written in another way', () => {
    const keys = ['007', '-0', '1e3', '1.5', '+1', '12345678901234567890', ''];
    expect(withIntegers(keys, 'yes')).toEqual(keys);
  });

  it('are passed over where nothing is left of them', () => {
    expect(keyOf('?a=1', rulesOf({ 'strip-query': true }))).toBeUndefined();
    expect(keyOf('/a', rulesOf({ key: 'x*$' }))).toBeUndefined();
  });
});
