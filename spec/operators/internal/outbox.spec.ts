import { describe, expect, it } from '@jest/globals';
import { createOutbox } from '../../../operators/internal/outbox.js';
import type { Control } from '../../../src/types.js';

/** An outbox whose clock advances by 1 ms with each event. */
function setUp(control?: Control<string>) {
  let time = 0;
  const outbox = createOutbox<string, string>(() => ++time, control);
  return {
    outbox,
    miss: (key: string) => outbox.emit({ type: 'miss', key, reader: 1, moved: true }),
    evict: (key: string) => outbox.emit({ type: 'evict', key, bytes: 0, reason: 'capacity', unused: false }, { key, value: `item ${key}`, reason: 'capacity' }), // prettier-ignore
  };
}

describe('An outbox', () => {
  it('delivers recorded events in order, with the time at which each was emitted', () => {
    const { outbox, miss } = setUp();
    const log: unknown[] = [];
    outbox.streams.events$.subscribe((event) =>
      log.push([event.type === 'miss' && event.key, event.at]),
    );
    miss('a');
    miss('b');
    expect([log, outbox.hasEvents]).toEqual([[], true]);
    outbox.deliver();
    expect([log, outbox.hasEvents]).toEqual([[['a', 1], ['b', 2]], false]); // prettier-ignore
  });

  it('counts, and records nothing, without listeners', () => {
    const { outbox, miss } = setUp();
    miss('a');
    expect([outbox.hasListeners, outbox.hasEvents, outbox.stats.read().misses]).toEqual([
      false,
      false,
      1,
    ]);
    const subscription = outbox.streams.events$.subscribe();
    expect(outbox.hasListeners).toBe(true);
    subscription.unsubscribe();
    expect(outbox.hasListeners).toBe(false);
  });

  it('delivers to a listener only events emitted after it subscribed', () => {
    const { outbox, miss } = setUp();
    const log: string[] = [];
    outbox.streams.events$.subscribe();
    miss('a');
    outbox.streams.events$.subscribe((event) => event.type === 'miss' && log.push(event.key));
    miss('b');
    outbox.deliver();
    expect(log).toEqual(['b']);
  });

  it('delivers one event at a time: events emitted by a listener follow the waiting ones', () => {
    const { outbox, miss } = setUp();
    const log: string[] = [];
    outbox.streams.events$.subscribe((event) => {
      if (event.type !== 'miss') return;
      log.push(event.key);
      if (event.key === 'a') miss('c');
      outbox.deliver();
    });
    miss('a');
    miss('b');
    outbox.deliver();
    expect(log).toEqual(['a', 'b', 'c']);
  });

  it('delivers the stats when they are subscribed to, and once all events were delivered', () => {
    const { outbox, miss } = setUp();
    const log: number[] = [];
    outbox.streams.stats$.subscribe(({ misses }) => log.push(misses));
    miss('a');
    miss('b');
    outbox.deliver();
    expect(log).toEqual([0, 2]);
  });

  it('delivers each evicted value once', () => {
    const { outbox, evict, miss } = setUp();
    const log: string[] = [];
    outbox.streams.evictions$.subscribe(({ value }) => log.push(value));
    evict('a');
    miss('b');
    outbox.deliver();
    outbox.deliver();
    expect(log).toEqual(['item a']);
  });

  it('lets control see each event as it is emitted', () => {
    const seen: string[] = [];
    const control: Partial<Control<string>> = { saw: ({ type }) => void seen.push(type) };
    const { miss } = setUp(control as Control<string>);
    miss('a');
    expect(seen).toEqual(['miss']);
  });

  it('completes its streams once the event of the close was delivered, and emits nothing more', () => {
    const { outbox, miss } = setUp();
    const log: string[] = [];
    outbox.streams.events$.subscribe({
      next: ({ type }) => log.push(type),
      complete: () => log.push('complete'),
    });
    miss('a');
    outbox.emit({ type: 'close' });
    miss('b');
    outbox.deliver();
    expect(log).toEqual(['miss', 'close', 'complete']);
    outbox.streams.stats$.subscribe({ complete: () => log.push('late') });
    expect(log.at(-1)).toBe('late');
  });
});
