import { describe, expect, it } from '@jest/globals';
import { NEVER } from 'rxjs';
import { createGate } from '../../../src/cache/gate.js';
import type { Request } from '../../../operators/internal/load.js';
import { createLoads, type LoadOptions } from '../../../operators/internal/loads.js';

/** Loads that never end, of a cache where nothing is resident. */
function setUp() {
  const options: object = {
    load: () => NEVER,
    transaction: {
      outside: <T>(call: (argument: T) => void, argument: T) => call(argument),
      needsRefill: () => undefined,
    },
    emit: () => undefined,
    now: () => 0,
    store: { find: () => undefined },
    gate: createGate('continue'),
  };
  const loads = createLoads<string, string>(options as LoadOptions<string, string>);
  const request = (): Request<string, string> => ({
    key: 'a',
    at: 0,
    load: undefined,
    entry: undefined,
    error: undefined,
    isWaiting: true,
    isSettled: false,
    settle: () => undefined,
  });
  return { loads, request };
}

describe('Loads', () => {
  it('hold no more than a few of the requests that left a load in flight', () => {
    const { loads, request } = setUp();
    loads.attach([request()], 'a', 'a');
    const held: number[] = [];
    for (let i = 0; i < 1000; i++) {
      const left = request();
      loads.attach([left], 'a', 'a');
      loads.leave([left]);
      held.push(loads.get('a')?.requests.length ?? 0);
    }
    expect([Math.max(...held) < 50, loads.get('a')?.waiting]).toEqual([true, 1]);
  });
});
