import * as assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import DataLoader from 'dataloader';
import * as rxjs from 'rxjs';
import * as rxjsFetch from 'rxjs/fetch';
import * as rxjsTesting from 'rxjs/testing';
import * as root from 'rxjs-prefetch-cache';
import * as keyv from 'rxjs-prefetch-cache/keyv';
import * as http from 'rxjs-prefetch-cache/http';
import * as mot from 'rxjs-prefetch-cache/mot';
import * as motNode from 'rxjs-prefetch-cache/mot/node';
import * as node from 'rxjs-prefetch-cache/node';
import * as operators from 'rxjs-prefetch-cache/operators';
import * as testing from 'rxjs-prefetch-cache/testing';
import * as given from './given.js';
import { commentSnippets, pageSnippets } from './pages.js';
import { outputPattern, plainOutput } from './plainOutput.js';
import { runSnippet } from './runSnippet.js';

/** A runner that runs tests in order, as soon as they are added. */
function atOnce() {
  let before = Promise.resolve();
  const it = (_title: string, body: () => void | Promise<void>) => (before = before.then(body));
  return {
    runner: { describe: (_title: string, body: () => void) => body(), it, test: it },
    ended: () => before,
  };
}

const ofPages = pageSnippets();
const ofComments = commentSnippets();
const common = {
  rxjs,
  'rxjs/fetch': rxjsFetch,
  'rxjs/testing': rxjsTesting,
  'rxjs-prefetch-cache': root,
  'rxjs-prefetch-cache/operators': operators,
  'rxjs-prefetch-cache/keyv': keyv,
  'rxjs-prefetch-cache/http': http,
  'rxjs-prefetch-cache/mot': mot,
  'rxjs-prefetch-cache/mot/node': motNode,
  'rxjs-prefetch-cache/node': node,
  'rxjs-prefetch-cache/testing': testing,
  dataloader: { __esModule: true, default: DataLoader },
  './given.js': Object.fromEntries(Object.entries(given)),
  'node:assert/strict': assert,
};
const run = ofPages.concat(ofComments).filter(({ isCompileOnly }) => !isCompileOnly);

describe('A snippet of a page or comment', () => {
  beforeEach(() => {
    jest.useFakeTimers({
      doNotFake: ['nextTick', 'queueMicrotask', 'setImmediate', 'performance'],
    });
    // No server is used: the answer is the address, or the content of a data URL.
    jest.spyOn(globalThis, 'fetch').mockImplementation((url) => {
      const [address, data] = (url instanceof Request ? url.url : url.toString()).split(
        /^data:text\/plain,/,
      );
      return Promise.resolve(new Response(data ?? `content of ${address}`));
    });
  });
  afterEach(() => {
    jest.restoreAllMocks();
    jest.useRealTimers();
  });

  it('is found, in pages and in comments', () => {
    expect(ofPages.length).toBeGreaterThanOrEqual(20);
    expect(ofComments.length).toBeGreaterThanOrEqual(12);
    expect(run.length).toBeGreaterThanOrEqual(30);
  });

  it.each(run.map((snippet) => [snippet.place, snippet] as const))(
    'ends, and prints the documented output: %s',
    async (_place, { code, output }) => {
      const { runner, ended } = atOnce();
      const printed = await runSnippet(code, {
        ...common,
        'node:test': runner,
        vitest: runner,
        '@jest/globals': runner,
      });
      await ended();
      expect(plainOutput(printed)).toMatch(output ? outputPattern(output) : /^/);
    },
  );

  it('is checked: other output is found', async () => {
    const printed = await runSnippet(
      "import { of } from 'rxjs';\nof(1, [2, 0.5]).subscribe(console.log);",
      common,
    );
    expect(printed).toEqual(['1', '[ 2, 0.5 ]']);
    expect(plainOutput(printed)).toMatch(outputPattern(['1, [2, 0…]']));
    expect(plainOutput(printed)).not.toMatch(outputPattern(['1']));
    expect(plainOutput(printed)).not.toMatch(outputPattern(['1', '[2, 0.4…]']));
  });

  it('is checked: a snippet that never ends is found', async () => {
    await expect(
      runSnippet("import { interval } from 'rxjs';\ninterval(1).subscribe();", common),
    ).rejects.toThrow('does not end');
  });

  it('is checked: a snippet that throws is found', async () => {
    await expect(runSnippet("throw new Error('wrong');", common)).rejects.toThrow('wrong');
  });
});
