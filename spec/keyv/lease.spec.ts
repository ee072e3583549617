import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { Lease } from 'rxjs-prefetch-cache/keyv';
import { fakeStore } from './fakeStore.js';
import { memoryLease } from './memoryLease.js';
import { pass, startProcess } from './setup.js';

beforeEach(() => {
  jest.useFakeTimers({ now: 1_000_000 });
});
afterEach(() => {
  jest.useRealTimers();
});

describe('with a lease', () => {
  it('8 processes load 1,000 keys once each, at most 1.02 times on average', async () => {
    const [store, lease] = [fakeStore(), memoryLease()];
    const processes = Array.from({ length: 8 }, () =>
      startProcess(store, { lease }, { takes: 20 }),
    );
    let late = 0;
    const takesUpTo = async (limit: number, loads: readonly { readonly end: unknown }[]) => {
      await pass(limit);
      late += loads.filter(({ end }) => end !== 'complete').length;
    };
    for (let first = 0; first < 1000; first += 50) {
      const keys = Array.from({ length: 50 }, (_, i) => first + i);
      const loads = keys.flatMap((key) =>
        processes.map(({ load }, i) => load(key, i % 2 === 0 ? 'demand' : 'prefetch')),
      );
      await takesUpTo(250, loads);
    }
    const loaded = processes.flatMap((process) => process.loaded);
    expect(new Set(loaded).size).toBe(1000);
    expect(loaded.length / 1000).toBeLessThanOrEqual(1.02);
    expect(late).toBe(0);
  });

  it('a load costs a read, the lease, a second read, the write and the release', async () => {
    const [store, lease] = [fakeStore(), memoryLease()];
    startProcess(store, { lease }).load(1);
    await pass(50);
    expect(store.log).toEqual(['getMany frames:~generation frames:1', 'get frames:1', 'set frames:1']); // prettier-ignore
    expect(lease.log).toEqual(['acquire frames:~lease/1', 'release frames:~lease/1']);
    startProcess(store, { lease }).load(1);
    await pass(50);
    expect(lease.log).toHaveLength(2);
  });

  it('a load that waits emits one miss, and then a hit', async () => {
    const [store, lease] = [fakeStore(), memoryLease()];
    startProcess(store, { lease }, { takes: 100 }).load(1);
    await pass(1);
    const { load, told } = startProcess(store, { lease });
    load(1);
    await pass(300);
    expect(told()).toEqual(['miss absent', 'waiting', 'hit']);
  });

  it('a request that has stopped waiting takes no lease any more', async () => {
    const [store, lease] = [fakeStore(), memoryLease()];
    void lease.acquire('frames:~lease/1', 60_000);
    await pass(2);
    store.delay = 30;
    // The looks at the store end after 30, 67, 109, 161 ms.
    const { load } = startProcess(store, { lease, timeout: 150 }, { takes: 100 });
    load(1);
    await pass(151);
    const taken = lease.log.length;
    await pass(90);
    expect(lease.log).toHaveLength(taken);
  });

  it('a holder that dies delays nobody longer than the lease', async () => {
    const [store, lease] = [fakeStore(), memoryLease()];
    void lease.acquire('frames:~lease/1', 500);
    await pass(1);
    const { load, loaded } = startProcess(store, { lease, leaseFor: 500, timeout: 5000 });
    const loads = [load(1, 'prefetch'), load(1)];
    await pass(500 + 250 + 20);
    expect(loads.map(({ values }) => values)).toEqual([['item 1'], ['item 1']]);
    expect(loaded).toEqual([1]);
  });

  it('a request waits for others no longer than `timeout.hard`', async () => {
    const [store, lease] = [fakeStore(), memoryLease()];
    void lease.acquire('frames:~lease/1', 60_000);
    await pass(2);
    const { load, told } = startProcess(store, { lease, timeout: 300 });
    const request = load(1);
    await pass(311);
    expect(request.values).toEqual(['item 1']);
    expect(told()).toContain('waiting');
  });

  it('a failed load of one process lets the next one try', async () => {
    const [store, lease] = [fakeStore(), memoryLease()];
    const failing = startProcess(store, { lease }, { fails: () => true });
    const next = startProcess(store, { lease });
    const loads = [failing.load(1), next.load(1)];
    await pass(100);
    expect(loads.map(({ end }) => end)).toEqual(['error', 'complete']);
  });

  it('a load that is aborted releases it', async () => {
    const [store, lease] = [fakeStore(), memoryLease()];
    const first = startProcess(store, { lease }, { takes: 1000 });
    const loading = first.load(1);
    await pass(20);
    loading.stop();
    const second = startProcess(store, { lease });
    const after = second.load(1);
    await pass(50);
    expect(after.values).toEqual(['item 1']);
    // Also one that is aborted before the lease comes, or before the second read.
    for (const moment of [1.5, 2.5]) {
      const brief = second.load(2);
      await pass(moment);
      brief.stop();
      await pass(10);
    }
    const releases = lease.log.filter((call) => call === 'release frames:~lease/2');
    expect(releases).toHaveLength(lease.log.filter((call) => call === 'acquire frames:~lease/2').length); // prettier-ignore
  });

  it('that fails, or never answers, the source is asked without it', async () => {
    for (const fault of ['throws', 'never'] as const) {
      const lease = memoryLease();
      lease.fault = fault;
      const { load } = startProcess(fakeStore(), { lease, timeout: 200 });
      const loads = [load(1), load(2, 'prefetch')];
      await pass(250);
      expect(loads.map(({ values }) => values)).toEqual([['item 1'], ['item 2']]);
    }
  });
});

describe('with leases or a store that are down', () => {
  it('loads stop waiting for the lease after three failures', async () => {
    const lease = memoryLease();
    lease.fault = 'never';
    const { load, told } = startProcess(fakeStore(), { lease, timeout: 200 });
    for (const key of [1, 2, 3]) {
      const slow = load(key);
      await pass(211);
      expect(slow.values).toEqual([`item ${key}`]);
    }
    const quick = load(4);
    await pass(11);
    expect(quick.values).toEqual(['item 4']);
    expect(told().filter((type) => type === 'error lease')).toHaveLength(3);
    lease.fault = 'none';
    await pass(1000);
    // A probe, for which nothing waits; then leases are back.
    const probe = load(5);
    await pass(11);
    expect(probe.values).toEqual(['item 5']);
    const calls = lease.log.length;
    load(6);
    await pass(50);
    expect(lease.log.slice(calls)).toContain('acquire frames:~lease/6');
  });

  it('leases that always come late are failures, too', async () => {
    const memory = memoryLease();
    const lease: Lease = {
      ...memory,
      acquire: async (key, ms) => {
        await new Promise((resolve) => setTimeout(resolve, 250));
        return memory.acquire(key, ms);
      },
    };
    const { load } = startProcess(fakeStore(), { lease, timeout: 200 });
    for (const key of [1, 2, 3]) {
      load(key);
      await pass(300);
    }
    const quick = load(4);
    await pass(15);
    expect(quick.values).toEqual(['item 4']);
  });

  it('a load whose read fails does not ask for a lease', async () => {
    const [store, lease] = [fakeStore(), memoryLease()];
    store.fault = 'throws';
    const { load } = startProcess(store, { lease });
    const loading = load(1);
    await pass(10);
    expect(loading.values).toEqual(['item 1']);
    expect(lease.log).toEqual([]);
  });
});

describe('a holder whose lease has expired', () => {
  it('does not store its value', async () => {
    const [store, lease] = [fakeStore(), memoryLease()];
    const options = { lease, leaseFor: 100 };
    const slow = startProcess(store, options, { takes: 400, value: () => 'old' });
    slow.load(1);
    await pass(50);
    const next = startProcess(store, options, { value: () => 'new' });
    next.load(1);
    await pass(300);
    expect(store.texts.get('frames:1')).toContain('new');
    await pass(300);
    expect(store.texts.get('frames:1')).toContain('new');
    expect(slow.told()).toContain('dropped fenced');
  });

  it('while its value is on its way, removes the value again', async () => {
    const [store, lease] = [fakeStore(), memoryLease()];
    const options = { lease, leaseFor: 100 };
    const slow = startProcess(store, options, { takes: 80, value: () => 'old' });
    slow.load(1);
    await pass(70);
    store.delay = 300;
    await pass(40);
    await pass(300);
    expect(slow.told()).toContain('dropped fenced');
    await pass(400);
    expect(store.texts.has('frames:1')).toBe(false);
  });
});

describe('a value that was invalidated while it was loaded', () => {
  it('frees the lease at once for the load that replaces it', async () => {
    const [store, lease] = [fakeStore(), memoryLease()];
    const { load, frames } = startProcess(store, { lease }, { takes: 200, value: (_, nth) => `load ${nth}` }); // prettier-ignore
    load(1);
    await pass(50);
    void frames.invalidate(1);
    await pass(10);
    const after = load(1);
    await pass(215);
    expect(after.values).toEqual(['load 2']);
    await pass(50);
    expect(store.texts.get('frames:1')).toContain('load 2');
  });
});
