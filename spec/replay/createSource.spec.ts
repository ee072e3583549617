import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { VirtualTimeScheduler } from 'rxjs';
import { createSource } from '../../src/replay/createSource.js';
import { passTime } from '../../src/replay/passTime.js';
import { sizeOf } from '../../src/replay/sizeOf.js';
import type { Setting } from '../../src/replay/types.js';

const setting: Setting = {
  load: 100,
  think: 0,
  capacity: 1,
  slots: 1,
  canAbort: true,
  isShared: false,
};

/** A source, and when which of its items came. */
function open(given: Partial<Setting> = {}) {
  const clock = new VirtualTimeScheduler(undefined, 0);
  const source = createSource(clock, { ...setting, ...given });
  const came: Record<string, number> = {};
  const load = (key: number) =>
    source.load(key).subscribe((item) => (came[item.key] = clock.now()));
  /** Lets all happen that is due, to the end. */
  const end = () =>
    passTime(
      clock,
      () => clock.actions.length === 0,
      () => setImmediate(),
    );
  return { clock, source, came, load, end };
}

describe('A source with independent loads', () => {
  it('takes the same time for each load, whatever their number', async () => {
    const { came, load, end, clock } = open();
    load(1);
    clock.schedule(() => [2, 3, 4].map(load), 50);
    await end();
    expect(came).toEqual({ 1: 100, 2: 150, 3: 150, 4: 150 });
  });

  it('begins a load at each subscription, and counts begun and aborted loads', async () => {
    const { source, came, load, end } = open();
    load(1);
    load(2).unsubscribe();
    const third = load(3);
    await end();
    third.unsubscribe();
    expect([came, source.begun, source.stopped]).toEqual([{ 1: 100, 3: 100 }, 3, 1]);
  });

  it('can return promises, which reject when their signal aborts', async () => {
    const { source, end } = open();
    const controller = new AbortController();
    const [kept, stopped] = [source.fetch(1, undefined), source.fetch('b', controller.signal)];
    controller.abort();
    await Promise.all([
      end(),
      expect(stopped).rejects.toThrow('The load of b was stopped'),
      expect(kept).resolves.toEqual({ key: 1 }),
    ]);
    expect([source.begun, source.stopped]).toEqual([2, 1]);
  });
});

describe('A source whose loads share a bandwidth', () => {
  const transfer = (key: number): number => (100 * sizeOf(key)) / 2;

  it('takes half a load for the latency, and half a load times the size for the transfer', async () => {
    const { came, load, end } = open({ isShared: true });
    load(1);
    await end();
    expect(came[1]).toBeCloseTo(50 + transfer(1), 6);
  });

  it('gives concurrent transfers equal shares', async () => {
    const { came, load, end } = open({ isShared: true });
    const [small = 0, large = 0] = [1, 2].sort((a, b) => sizeOf(a) - sizeOf(b));
    load(1);
    load(2);
    await end();
    expect(came[small]).toBeCloseTo(50 + 2 * transfer(small), 6);
    expect(came[large]).toBeCloseTo(50 + transfer(small) + transfer(large), 6);
  });

  it('returns the share of an aborted transfer', async () => {
    const { clock, came, load, end } = open({ isShared: true });
    load(1);
    const other = load(2);
    clock.schedule(() => other.unsubscribe(), 50 + transfer(2) / 10);
    await end();
    expect(came[2]).toBeUndefined();
    expect(came[1]).toBeCloseTo(50 + transfer(1) + transfer(2) / 20, 6);
  });

  it('continues a transfer that cannot be aborted, and discards its item', async () => {
    const { source, came, load, end } = open({ isShared: true, canAbort: false });
    const [small = 0, large = 0] = [1, 2].sort((a, b) => sizeOf(a) - sizeOf(b));
    load(large).unsubscribe();
    load(small);
    await end();
    expect(came[large]).toBeUndefined();
    expect(came[small]).toBeCloseTo(50 + 2 * transfer(small), 6);
    expect(source.stopped).toBe(1);
  });
});

describe('The sizes of items', () => {
  const sizes = Array.from({ length: 20_000 }, (_, key) => sizeOf(key));

  it('are 1 on average, from a fifth to three', () => {
    expect(sizes.reduce((sum, size) => sum + size, 0) / sizes.length).toBeCloseTo(1, 1);
    expect(Math.min(...sizes)).toBeGreaterThan(0.18);
    expect(Math.max(...sizes)).toBeLessThan(3);
  });

  it('do not correlate between neighbours', () => {
    const products = sizes.slice(1).map((size, i) => (size - 1) * ((sizes[i] ?? 1) - 1));
    const squares = sizes.map((size) => (size - 1) ** 2);
    const correlation =
      products.reduce((sum, x) => sum + x, 0) / squares.reduce((sum, x) => sum + x, 0);
    expect(Math.abs(correlation)).toBeLessThan(0.05);
  });
});
