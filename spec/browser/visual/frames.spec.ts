import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from '@jest/globals';
import type { Locator, Page as Tab } from 'playwright-core';
import { inBrowser } from '../inBrowser.js';
import { dropFile } from './dropFile.js';
import { eventually } from './eventually.js';
import { hasDrawn } from './hasDrawn.js';
import { openDemo, type Demo } from '../../../tools/browser/openDemo.js';

/** A file of MOTChallenge, kept outside the project because of its licence. */
const real = fileURLToPath(new URL('../../../../shared/mot/MOT16-02.gt.txt.gz', import.meta.url));
const hasReal = existsSync(real) || process.env.CI !== undefined;

inBrowser('the page of frames', () => {
  let demo: Demo;
  let tab: Tab;

  beforeAll(async () => {
    demo = await openDemo();
  });
  beforeEach(async () => {
    tab = await demo.open('frames');
    await seen(/^Frame \d+, \d+ box/);
  });
  afterEach(async () => {
    await tab.context().close();
    expect(demo.takeFaults()).toEqual([]);
  });
  afterAll(() => demo.close());

  /** Resolves when the text of a reader matches. */
  async function seen(what: RegExp | string, reader = 0): Promise<void> {
    await tab
      .locator('app-reader')
      .nth(reader)
      .locator('.status')
      .filter({ hasText: what })
      .waitFor();
  }
  const button = (name: string, reader = 0): Locator =>
    tab.locator('app-reader').nth(reader).getByRole('button', { name, exact: true });
  const slider = (): Locator => tab.getByRole('slider', { name: /^Frame of reader/ });
  const set = (name: string, value: number): Promise<void> =>
    tab.getByRole('slider', { name, exact: true }).fill(String(value));
  const jumpTo = async (frame: number): Promise<void> => {
    await tab.getByRole('spinbutton').first().fill(String(frame));
    await tab.keyboard.press('Enter');
  };
  const choose = (predictor: string) =>
    tab.getByRole('combobox', { name: 'Predictor' }).selectOption(predictor);
  const log = (): Locator => tab.getByRole('log');
  const narrowLogTo = (kind: string) =>
    tab.getByRole('combobox', { name: 'Events to show' }).selectOption(kind);
  /** The position of the reader on the timeline. */
  const place = async (): Promise<number> => Number(await slider().getAttribute('aria-valuenow'));
  /** The stats by their names, all of one state. */
  const figures = async (): Promise<Readonly<Record<string, number>>> => {
    const texts = await tab
      .locator('app-stats-panel dl > div')
      .evaluateAll((rows) =>
        rows.map((row) => [
          row.querySelector('dt')?.textContent,
          row.querySelector('strong, .counts dd')?.textContent,
        ]),
      );
    return Object.fromEntries(
      texts.map(([name, text]) => [name, Number(text?.replace(/\D/g, ''))]),
    ) as Record<string, number>;
  };
  /**
   * Resolves when this number of requests was counted since the cache was made, and nothing is in
   * flight.
   */
  const isQuietAfter = (requests: number): Promise<void> =>
    eventually(async () => {
      const {
        Hits: hits = 0,
        Joins: joins = 0,
        Misses: misses = 0,
        'In flight': inFlight,
      } = await figures();
      expect({ requests: hits + joins + misses, inFlight }).toEqual({ requests, inFlight: 0 });
    });
  /** Resolves when the whole plan of a frame is resident. */
  const planIsLoaded = (frame: number): Promise<void> =>
    tab
      .locator('app-plan-panel')
      .filter({ has: tab.locator('.current').getByText(String(frame), { exact: true }) })
      .filter({ has: tab.getByText(/^([1-9]\d*) of \1 loaded$/) })
      .waitFor();
  const prefetchNothing = async (): Promise<void> => {
    await tab.getByRole('switch', { name: 'Prefetching' }).uncheck();
    await hasDrawn(tab);
  };
  const counted = (name: string, what: string | RegExp): Promise<void> =>
    tab
      .locator('.counts > div')
      .filter({ hasText: name })
      .locator('dd')
      .filter({ hasText: what })
      .waitFor();

  it('opens a sequence of 10,000 frames and shows one of them', async () => {
    await tab.getByText('10,000 frames').waitFor();
    await seen(/^Frame 241, \d+ boxes/);
    await eventually(async () => expect(await tab.title()).toBe('Frames · rxjs-prefetch-cache'));
  });

  it('stepping forward waits at first, and then not', async () => {
    await set('Latency', 300);
    await jumpTo(5000);
    await seen(/^Frame 5000, \d+ boxes, after \d{3,} ms$/);
    await isQuietAfter(2);
    const said: string[] = [];
    for (let frame = 5001; frame <= 5012; frame++) {
      await button('+1 frames').click();
      await seen(new RegExp(`^Frame ${frame}, .*(at once|ms)$`));
      said.push(await tab.locator('.status').innerText());
      await isQuietAfter(frame - 4998);
    }
    expect(said[0]).toMatch(/after \d{3,} ms$/);
    expect(said.slice(-6).filter((each) => !each.endsWith('at once'))).toEqual([]);
  });

  it('with a predictor that knows the buttons the first step is a hit', async () => {
    await choose('dynamicData');
    await jumpTo(5000);
    await seen(/^Frame 5000, \d+ boxes, after \d+ ms$/);
    await planIsLoaded(5000);
    await button('+15 frames').click();
    await seen(/^Frame 5015, \d+ boxes, at once$/);
  });

  it('without prefetching each step waits', async () => {
    await prefetchNothing();
    await jumpTo(5000);
    for (let frame = 5001; frame <= 5003; frame++) {
      await seen(new RegExp(`^Frame ${frame - 1}, .* after \\d+ ms$`));
      await button('+1 frames').click();
    }
    await seen(/^Frame 5003, .* after \d+ ms$/);
    await counted('Hits', /^0$/);
  });

  it('buttons and keys step over the frames, and stop at the ends', async () => {
    await jumpTo(5000);
    for (const [name, frame] of [
      ['+1 frames', 5001],
      ['+5 frames', 5006],
      ['+15 frames', 5021],
      ['−15 frames', 5006],
      ['−5 frames', 5001],
      ['−1 frames', 5000],
    ] as const) {
      await button(name).click();
      await seen(`Frame ${frame},`);
    }
    for (const [keys, frame] of [
      ['ArrowRight', 5001],
      ['Shift+ArrowRight', 5006],
      ['Control+ArrowRight', 5021],
      ['ArrowLeft', 5020],
    ] as const) {
      await tab.keyboard.press(keys);
      await seen(`Frame ${frame},`);
    }
    await slider().focus();
    await tab.keyboard.press('End');
    await seen('Frame 10000,');
    await tab.keyboard.press('PageUp');
    await seen('Frame 10000,');
    await tab.keyboard.press('PageDown');
    await seen('Frame 9985,');
    await tab.keyboard.press('Home');
    await eventually(async () => expect(await place()).toBeLessThan(10));
    await button('−15 frames').click();
    await eventually(async () =>
      expect(await place()).toBe(Number(await slider().getAttribute('aria-valuemin'))),
    );
  });

  it('a missing frame is reported, also in the log, and nothing moves', async () => {
    await jumpTo(123_456);
    await seen('There is no frame 123456.');
    await narrowLogTo('Errors');
    await log().getByText('there is no such frame').waitFor();
    expect(await place()).toBe(241);
    await button('+1 frames').click();
    await seen('Frame 242,');
  });

  it('dragging along the whole sequence and along the near frames moves the reader', async () => {
    const whole = await slider().boundingBox();
    if (!whole) throw new Error('The timeline has no place');
    await tab.mouse.move(whole.x + whole.width * 0.1, whole.y + 5);
    await tab.mouse.down();
    for (const part of [0.2, 0.4, 0.5])
      await tab.mouse.move(whole.x + whole.width * part, whole.y + 5);
    await tab.mouse.up();
    await eventually(async () => expect(Math.abs((await place()) - 5000)).toBeLessThan(100));
    const reached = await place();
    await seen(`Frame ${reached},`);
    const near = await tab.getByRole('img', { name: /^Frames \d+ to \d+$/ }).boundingBox();
    if (!near) throw new Error('The near frames have no place');
    await tab.mouse.move(near.x + near.width / 2, near.y + 20);
    await tab.mouse.down();
    await tab.mouse.move(near.x + near.width * 0.75, near.y + 20);
    await tab.mouse.up();
    await eventually(async () =>
      expect(Math.abs((await place()) - reached - 100)).toBeLessThan(20),
    );
  });

  it('plays until it is paused', async () => {
    await button('Play').click();
    await eventually(async () => expect(await place()).toBeGreaterThan(250));
    await button('Pause').click();
    await button('Play').waitFor();
    const paused = await place();
    await seen(`Frame ${paused},`);
    await isQuietAfter(paused - 240);
    expect(await place()).toBe(paused);
  });

  it('names a frame that could not be loaded, and continues', async () => {
    await set('Failures', 100);
    await narrowLogTo('Loads on demand');
    await jumpTo(5000);
    await seen('Frame 5000 could not be loaded: the source failed');
    await log().getByText('load-error').first().waitFor();
    await counted('Errors', /[1-9]/);
    await set('Failures', 0);
    await button('+1 frames').click();
    await seen(/^Frame 5001, \d+ boxes/);
    await button('−1 frames').click();
    await seen(/^Frame 5000, \d+ boxes/);
  });

  it('reads a dropped file in which some frames are missing', async () => {
    const lines = [1, 2, 3, 7, 20].map(
      (frame) => `${frame},1,${frame * 10},20,30,40,1,1,0.5\n${frame},2,400,300,30,40,1,1,0.5`,
    );
    await dropFile(tab, 'mine.txt', lines.join('\n'));
    await tab.getByRole('heading', { name: 'mine.txt' }).waitFor();
    await tab.getByText('5 frames, 10 boxes').waitFor();
    await seen('Frame 1, 2 boxes');
    await button('+5 frames').click();
    await seen('Frame 20, 2 boxes');
    await button('−1 frames').click();
    await seen('Frame 7, 2 boxes');
    await jumpTo(8);
    await seen('There is no frame 8.');
  });

  (hasReal ? it : it.skip)(
    `reads a file of MOTChallenge that is dropped${hasReal ? '' : ': skipped, as ../shared/mot is missing'}`,
    async () => {
      const text = gunzipSync(readFileSync(real)).toString();
      const rows = text.trim().split(/\r?\n/);
      const frames = new Set(rows.map((row) => Number(row.split(',')[0]))).size;
      await dropFile(tab, 'gt.txt', text);
      await tab
        .getByText(
          `${frames.toLocaleString('en')} frames, ${rows.length.toLocaleString('en')} boxes`,
        )
        .waitFor();
      await jumpTo(300);
      const boxes = rows.filter((row) => row.startsWith('300,')).length;
      await seen(`Frame 300, ${boxes} boxes`);
    },
  );

  it('refuses a file of another kind with the reason, and opens the next', async () => {
    await dropFile(tab, 'letter.txt', 'Dear reader,\nthis is no such file.\n');
    await tab
      .getByRole('alert')
      .filter({ hasText: /letter\.txt`? is no Multiple Object Tracking file/ })
      .waitFor();
    await dropFile(tab, 'mine.txt', '1,1,10,20,30,40,1,1,0.5\n');
    await seen('Frame 1, 1 box,');
  });

  it('keeps the open sequence when a file cannot be read, and shows no binary text', async () => {
    await seen('Frame 241,');
    await dropFile(
      tab,
      'picture.png',
      '\u0089PNG\r\n\u001a\n\u0000\u0000\u0000\rIHDR\u0000,\u0001\uFFFD\n',
    );
    const alert = tab
      .getByRole('alert')
      .filter({ hasText: 'picture.png is no Multiple Object Tracking file: ' });
    await alert.waitFor();
    expect(await alert.textContent()).not.toMatch(/[^\n\P{C}]|\uFFFD/u);
    await tab.getByRole('heading', { name: 'Generated' }).waitFor();
    await tab.getByText('10,000 frames').waitFor();
    await button('+1 frames').click();
    await seen('Frame 242,');
  });

  it('accepts a typed number while it plays', async () => {
    await button('Play').click();
    const field = tab.getByRole('spinbutton').first();
    await field.focus();
    await tab.keyboard.type('50');
    const before = await place();
    // Some frames later the digits are still there, and the next one follows them.
    await eventually(async () => expect(await place()).toBeGreaterThan(before + 3));
    await tab.keyboard.type('00');
    expect(await field.inputValue()).toBe('5000');
    await tab.keyboard.press('Enter');
    await eventually(async () => expect(await place()).toBeGreaterThanOrEqual(5000));
    await button('Pause').click();
  });

  it('draws no bar over the strips while no sequence is open', async () => {
    const other = await demo.open('frames', {}, () => {
      const widths: number[] = [];
      Object.assign(globalThis, { widths });
      const proto: {
        fillRect: (
          this: CanvasRenderingContext2D,
          x: number,
          y: number,
          width: number,
          height: number,
        ) => void;
      } = CanvasRenderingContext2D.prototype;
      proto.fillRect = new Proxy(proto.fillRect, {
        apply(
          draw,
          context: CanvasRenderingContext2D,
          rectangle: [x: number, y: number, width: number, height: number],
        ) {
          const [, , width, height] = rectangle;
          if (height > 2 && context.canvas.matches('.near, .sequence')) widths.push(width);
          draw.apply(context, rectangle);
        },
      });
    });
    await other
      .locator('.status')
      .filter({ hasText: /^Frame \d+, \d+ box/ })
      .first()
      .waitFor();
    await hasDrawn(other);
    const widths = await other.evaluate(
      () => (globalThis as unknown as { readonly widths: number[] }).widths,
    );
    await other.context().close();
    expect(widths.length).toBeGreaterThan(0);
    expect(Math.max(...widths)).toBeLessThan(40);
  });

  it('shows whether a switch is on with forced colours', async () => {
    const other = await demo.open('frames', { forcedColors: 'active', reducedMotion: 'reduce' });
    const box = other.getByRole('switch', { name: 'Two readers' });
    const off = await box.screenshot({ animations: 'disabled' });
    await box.check();
    await other.mouse.move(0, 0);
    await box.blur();
    const on = await box.screenshot({ animations: 'disabled' });
    await box.uncheck();
    await other.mouse.move(0, 0);
    await box.blur();
    const offAgain = await box.screenshot({ animations: 'disabled' });
    await other.context().close();
    expect([off.equals(offAgain), off.equals(on)]).toEqual([true, false]);
  });

  it('two readers share one cache, each with its own position', async () => {
    await choose('dynamicData');
    await tab.getByRole('switch', { name: 'Two readers' }).check();
    await seen(/^Frame 6001, /, 1);
    await button('+1 frames', 1).focus();
    await tab.getByRole('heading', { name: 'Plan of B' }).waitFor();
    await planIsLoaded(6001);
    await button('+1 frames', 1).click();
    await seen(/^Frame 6002, \d+ boxes, at once$/, 1);
    await seen('Frame 241,');
    // B goes to the position of A, where the items of A are resident.
    await tab.getByRole('spinbutton').nth(1).fill('241');
    await tab.keyboard.press('Enter');
    await seen(/^Frame 241, \d+ boxes, at once$/, 1);
    await tab.getByRole('switch', { name: 'Two readers' }).uncheck();
    await button('+1 frames').click();
    await seen('Frame 242,');
  });

  it('a cache of another size continues at the position of the reader', async () => {
    await button('+15 frames').click();
    await seen('Frame 256,');
    await set('Capacity', 20);
    await tab.getByText('of 20', { exact: true }).waitFor();
    await seen(/^Frame 256, /);
    await tab
      .locator('.history')
      .filter({ hasText: /^Last 5:\s*256$/ })
      .waitFor();
    expect((await figures()).Evictions).toBe(0);
  });

  it('the log keeps the last 20 entries, can be filtered by kind, and stays still while it is scrolled up', async () => {
    const lines = log().locator('.line');
    for (let step = 0; step < 4; step++) await button('+15 frames').click();
    await isQuietAfter(5);
    await eventually(async () => expect(await lines.count()).toBe(20));
    await log().hover();
    await tab.mouse.wheel(0, -200);
    await tab.getByRole('button', { name: 'To the latest' }).waitFor();
    const before = await lines.allInnerTexts();
    await button('+15 frames').click();
    await seen('Frame 316,');
    await isQuietAfter(6);
    expect(await lines.allInnerTexts()).toEqual(before);
    await tab.getByRole('button', { name: 'To the latest' }).click();
    await narrowLogTo('Requests');
    await eventually(async () => {
      const types = await log().locator('.type').allInnerTexts();
      expect(types).toContain('hit');
      expect(types.filter((type) => !['hit', 'join', 'miss', 'serve'].includes(type))).toEqual([]);
    });
  });
});
