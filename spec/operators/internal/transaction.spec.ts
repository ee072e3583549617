import { describe, expect, it } from '@jest/globals';
import type { Outbox } from '../../../operators/internal/outbox.js';
import { createTransaction } from '../../../operators/internal/transaction.js';

/** A transaction, and a log of its phases. */
function setUp(onRefill: () => void = () => undefined) {
  const log: string[] = [];
  const outbox: { hasEvents: boolean; isDelivering: boolean } & Outbox = {
    hasEvents: false,
    isDelivering: false,
    deliver() {
      if (outbox.hasEvents) log.push('events');
      outbox.hasEvents = false;
    },
  };
  const transaction = createTransaction(outbox, () => {
    log.push('refill');
    onRefill();
  });
  return {
    log,
    outbox,
    transaction,
    /** A change that emits an event and queues an item. */
    change: (name: string) => {
      log.push(name);
      outbox.hasEvents = true;
      transaction.later(() => log.push(`item of ${name}`));
    },
  };
}

describe('A transaction', () => {
  it('changes the state, then refills, then delivers events, then items', () => {
    const { log, transaction, change } = setUp();
    transaction.run(() => change('a'));
    expect(log).toEqual(['a', 'refill', 'events', 'item of a']);
  });

  it('inside another one changes the state at once, and leaves the rest to the outer one', () => {
    const { log, transaction, change } = setUp();
    transaction.run(() => {
      change('a');
      transaction.run(() => change('b'));
      change('c');
    });
    expect(log).toEqual(['a', 'b', 'c', 'refill', 'events', 'item of a', 'item of b', 'item of c']);
  });

  it('begun in the delivery of an item is a transaction of its own', () => {
    const { log, transaction, change } = setUp();
    transaction.run(() => {
      transaction.later(() => transaction.run(() => change('b')));
      change('a');
    });
    expect(log).toEqual([
      'a',
      'refill',
      'events',
      'b',
      'refill',
      'events',
      'item of b',
      'item of a',
    ]);
  });

  it('delivers nothing while a listener is called', () => {
    const { log, outbox, transaction, change } = setUp();
    outbox.isDelivering = true;
    transaction.run(() => change('a'));
    expect(log).toEqual(['a', 'refill']);
    outbox.isDelivering = false;
    transaction.flush();
    expect(log).toEqual(['a', 'refill', 'events', 'item of a']);
  });

  it('ends, whatever the change throws', () => {
    const { log, transaction, change } = setUp();
    const fails = (): void => {
      change('a');
      throw new Error('no');
    };
    expect(() => transaction.run(fails)).toThrow('no');
    expect([log, transaction.depth]).toEqual([['a', 'refill', 'events', 'item of a'], 0]);
  });

  it('refills again if a started load makes it due, and never inside a refill', () => {
    let left = 2;
    let isRefilling = false;
    const nested: boolean[] = [];
    const { log, transaction } = setUp(() => {
      nested.push(isRefilling);
      isRefilling = true;
      if (left-- > 0) transaction.run(() => transaction.needsRefill());
      isRefilling = false;
    });
    transaction.run(() => undefined);
    expect([log, nested]).toEqual([['refill', 'refill', 'refill'], [false, false, false]]); // prettier-ignore
  });

  it('that ends in a refill does not cause another refill', () => {
    let runs = 0;
    const { log, transaction } = setUp(() => {
      if (runs++ < 5) transaction.run(() => undefined);
    });
    transaction.run(() => undefined);
    expect(log).toEqual(['refill']);
  });

  it("begun in the call of a user's function delivers in that call, and refills after it returns", () => {
    const { log, transaction, change } = setUp();
    transaction.run(() => {
      change('a');
      transaction.outside((key) => {
        transaction.run(() => change(key));
        log.push('returns');
      }, 'b');
      expect(transaction.depth).toBe(1);
    });
    expect(log).toEqual(['a', 'b', 'events', 'item of a', 'item of b', 'returns', 'refill']);
  });
});
