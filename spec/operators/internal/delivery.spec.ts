import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { createDelivery } from '../../../operators/internal/delivery.js';
import type { Request } from '../../../operators/internal/load.js';
import { createEntry } from '../../../src/cache/entry.js';
import { LoadError } from '../../../src/errors.js';
import type { Order } from '../../../src/types.js';

type Waiting = Request<number, string>;

function request(key: number): Waiting {
  return {
    key,
    at: 0,
    load: undefined,
    entry: undefined,
    error: undefined,
    isWaiting: false,
    isSettled: false,
    settle: () => undefined,
  };
}

/** A delivery, and a log of the items that it delivers. */
function setUp(order: Order) {
  const delivery = createDelivery<number, string>(order);
  const handed: number[] = [];
  const scene = {
    delivery,
    handed,
    request: (key: number): Waiting => {
      const one = request(key);
      delivery.add(one);
      return one;
    },
    settle: (one: Waiting) => {
      one.entry = createEntry<number, string>(one.key, one.key, 'x');
      delivery.ready(one);
    },
    deliver: () =>
      delivery.deliver((one) => {
        if (delivery.take(one)) handed.push(one.key);
      }),
  };
  return scene;
}

describe('A delivery', () => {
  it.each([
    ['concat', [[], [], [1, 3, 2]]],
    ['merge', [[2], [2, 3], [2, 3, 1]]],
    ['switch', [[2], [2, 3], [2, 3, 1]]],
  ] as const)(
    'with the order %s hands over in the promised order',
    (order, [first, second, third]) => {
      const { handed, deliver, settle, ...the } = setUp(order);
      const [one, three, two] = [the.request(1), the.request(3), the.request(2)];
      const seen = [two, three, one].map((each) => {
        settle(each);
        deliver();
        return [...handed];
      });
      expect(seen).toEqual([first, second, third]);
    },
  );

  it('delivers an error in its turn', () => {
    const { delivery, handed, deliver, settle, ...the } = setUp('concat');
    const [one, two] = [the.request(1), the.request(2)];
    settle(two);
    one.error = new LoadError(1, new Error('no'));
    delivery.ready(one);
    deliver();
    expect(handed).toEqual([1, 2]);
  });

  it('skips taken requests, and delivers nothing to abandoned ones', () => {
    for (const order of ['concat', 'merge'] as const) {
      const { delivery, handed, deliver, settle, ...the } = setUp(order);
      const [one, two, three] = [the.request(1), the.request(2), the.request(3)];
      settle(two);
      expect([delivery.take(one), delivery.take(one), delivery.take(two)]).toEqual([
        true,
        false,
        true,
      ]);
      settle(one);
      settle(three);
      deliver();
      expect([handed, delivery.size, three.isWaiting]).toEqual([[3], 0, false]);
    }
  });

  it('delivers items that become ready meanwhile, one at a time', () => {
    const { delivery, settle, ...the } = setUp('merge');
    const [one, two] = [the.request(1), the.request(2)];
    const log: string[] = [];
    settle(one);
    const handOver = ({ key }: Waiting): void => {
      delivery.take(key === 1 ? one : two);
      log.push(`from ${key}`);
      if (key === 1) settle(two);
      delivery.deliver(handOver);
      log.push(`to ${key}`);
    };
    delivery.deliver(handOver);
    expect(log).toEqual(['from 1', 'to 1', 'from 2', 'to 2']);
  });

  it('continues after a delivery that threw', () => {
    const { delivery, handed, deliver, settle, ...the } = setUp('concat');
    const [one, two] = [the.request(1), the.request(2)];
    settle(one);
    settle(two);
    const fails = (each: Waiting): void => {
      delivery.take(each);
      throw new Error('no');
    };
    expect(() => delivery.deliver(fails)).toThrow('no');
    deliver();
    expect(handed).toEqual([2]);
  });

  it('is behind when an earlier request waits', () => {
    const isBehind = (order: Order): boolean[] => {
      const { delivery, deliver, settle, ...the } = setUp(order);
      const seen = [delivery.isBehind()];
      const one = the.request(1);
      seen.push(delivery.isBehind());
      settle(one);
      seen.push(delivery.isBehind());
      deliver();
      return [...seen, delivery.isBehind()];
    };
    expect(['concat', 'merge'].map((order) => isBehind(order as Order))).toEqual([
      [false, true, true, false],
      [false, false, true, false],
    ]);
  });

  it('returns all waiting requests when all are taken, and delivers none of them', () => {
    const { delivery, handed, deliver, settle, ...the } = setUp('switch');
    const [one, two] = [the.request(1), the.request(2)];
    settle(two);
    expect([delivery.takeAll(), delivery.size, delivery.isBehind()]).toEqual([
      [one, two],
      0,
      false,
    ]);
    settle(one);
    deliver();
    settle(the.request(3));
    deliver();
    expect(handed).toEqual([3]);
  });

  const someSteps = fc.array(
    fc.oneof(
      { weight: 4, arbitrary: fc.constant('request' as const) },
      { weight: 4, arbitrary: fc.record({ settle: fc.nat() }) },
      fc.record({ take: fc.nat() }),
      { weight: 2, arbitrary: fc.constant('deliver' as const) },
      { weight: 1, arbitrary: fc.constant('takeAll' as const) },
    ),
    { maxLength: 400, size: 'max' },
  );

  it.each(['concat', 'merge', 'switch'] as const)(
    'with the order %s hands over as a plain list would, whatever comes when',
    (order) => {
      fc.assert(
        fc.property(someSteps, (steps) => {
          const { delivery, handed, deliver, settle, ...the } = setUp(order);
          /** Waiting requests in the promised order: of the keys, or in which they became ready. */
          let waiting: Waiting[] = [];
          let ready: Waiting[] = [];
          let key = 0;
          for (const step of steps) {
            if (step === 'request') waiting.push(the.request(++key));
            else if (step === 'takeAll') {
              expect(keysOf(delivery.takeAll())).toBe(keysOf(waiting));
              waiting = [];
              ready = [];
            } else if (step === 'deliver') {
              const line = order === 'concat' ? waiting : ready;
              const stop =
                order === 'concat' ? waiting.findIndex((one) => !ready.includes(one)) : -1;
              const due = stop < 0 ? [...line] : line.slice(0, stop);
              waiting = waiting.filter((one) => !due.includes(one));
              ready = ready.filter((one) => !due.includes(one));
              deliver();
              expect(handed.splice(0).join()).toBe(keysOf(due));
            } else {
              const unsettled = waiting.filter((one) => !ready.includes(one));
              const found =
                'settle' in step
                  ? unsettled[step.settle % unsettled.length]
                  : waiting[step.take % waiting.length];
              if (!found) continue;
              if ('settle' in step) {
                ready.push(found);
                settle(found);
              } else {
                waiting = waiting.filter((one) => one !== found);
                ready = ready.filter((one) => one !== found);
                expect(delivery.take(found)).toBe(true);
              }
            }
            if (delivery.size !== waiting.length)
              throw new Error(`${delivery.size} wait, not ${waiting.length}`);
          }
        }),
        { numRuns: 50 },
      );
    },
  );
});

function keysOf(requests: readonly Waiting[]): string {
  return requests.map(({ key }) => key).join();
}
