import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseAccessLine } from '../../src/cli/accessLine.js';

const common = '127.0.0.1 - frank [10/Oct/2000:13:55:36 -0700] "GET /a.gif?x=1 HTTP/1.0" 200 2326';
const at = Date.UTC(2000, 9, 10, 20, 55, 36);

describe('A line of an access log', () => {
  it('is read in the Common Log Format', () => {
    expect(parseAccessLine(common)).toEqual({
      client: '127.0.0.1',
      agent: '',
      at,
      method: 'GET',
      target: '/a.gif?x=1',
      status: 200,
    });
  });

  it('has the user agent in the Combined Log Format, whatever follows', () => {
    const line = `${common} "http://e.org/\\"start\\"" "Moz \\"4\\" [en] (Win98)" 0.004 "more"`;
    expect(parseAccessLine(line)).toMatchObject({
      target: '/a.gif?x=1',
      agent: 'Moz \\"4\\" [en] (Win98)',
    });
  });

  it.each([
    ['GET /old', { method: 'GET', target: '/old' }],
    ['GET /a "b" c HTTP/1.1', { method: 'GET', target: '/a "b" c' }],
    ['GET http://e.org:80/a?b HTTP/1.1', { method: 'GET', target: '/a?b' }],
    ['-', { method: '', target: '-' }],
    ['', { method: '', target: '' }],
    ['\\x16\\x03\\x01', { method: '', target: '\\x16\\x03\\x01' }],
  ])('may have the request line %j', (request, parts) => {
    const line = `::1 - - [10/Oct/2000:13:55:36 -0700] "${request}" 304 -`;
    expect(parseAccessLine(line)).toMatchObject({ client: '::1', status: 304, ...parts });
  });

  it('may have spaces and brackets before its date', () => {
    const line = common.replace('frank', 'Frank [of] Sales');
    expect(parseAccessLine(line)).toMatchObject({ client: '127.0.0.1', at, target: '/a.gif?x=1' });
  });

  it.each([
    ['', 'it is empty'],
    ['/a.gif', 'it is a key'],
    [common.replace('Oct', 'Okt'), 'its month has no such name'],
    [common.replace(' 200', ' ok'), 'its status is no number'],
    [common.replace('"GET', 'GET'), 'its request is not quoted'],
    [common.slice(common.indexOf(' ')), 'it has no client'],
  ])('is undefined for %j: %s', (line) => {
    expect(parseAccessLine(line)).toBeUndefined();
  });

  it('is read as it was written, whatever path and agent are', () => {
    const plain = fc.stringMatching(/^[!#-[\]-~]{1,40}$/);
    fc.assert(
      fc.property(
        plain,
        plain,
        fc.date({ min: new Date(0), max: new Date(4e12), noInvalidDate: true }),
        (path, agent, date) => {
          const [, day = '', month = '', year = '', time = ''] = date.toUTCString().split(/,? /);
          const line = `1.2.3.4 - - [${day}/${month}/${year}:${time} +0000] "GET /${path} HTTP/1.1" 200 5 "-" "${agent}"`;
          expect(parseAccessLine(line)).toEqual({
            client: '1.2.3.4',
            agent,
            at: Math.floor(date.getTime() / 1000) * 1000,
            method: 'GET',
            target: `/${path}`,
            status: 200,
          });
        },
      ),
    );
  });

  it('takes a time that grows with the length of a hostile line', () => {
    const dates = '[10/Oct/2000:13:55:36 -0700] "'.repeat(30_000);
    for (const line of [
      `a ${dates}`,
      `a ${'['.repeat(900_000)}`,
      `${common} "${'\\"'.repeat(400_000)}`,
    ])
      expect(parseAccessLine(line)?.agent ?? '').toBe('');
  });
});
