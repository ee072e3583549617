import { describe, expect, it } from '@jest/globals';
import { createLoad, type Load } from '../../../operators/internal/load.js';
import { createRefill } from '../../../operators/internal/refill.js';

/** A refill of keys that are chosen in this order; `free` ends the hold of a key. */
function setUp(keys: string[], concurrency: number, start?: (key: string) => void) {
  const reserved: Load<string, unknown>[] = [];
  const held = new Map<string, () => void>();
  const started: string[] = [];
  const refill = createRefill<string, unknown>({
    concurrency,
    candidates: {
      next() {
        const key = held.size < concurrency ? keys.shift() : undefined;
        return key === undefined ? undefined : { id: key, key, reopen: () => undefined };
      },
      hasOpen: () => keys.length > 0,
    },
    loads: {
      firstReserved: () => reserved[0],
      createPrefetch: ({ id, key }) => createLoad(id, key, 'plan', 0, undefined),
      takeSlot(load, free) {
        if (load === reserved[0]) reserved.shift();
        held.set(load.key, free);
        started.push(load.key);
        start?.(load.key);
      },
    },
  });
  const free = (key: string): void => {
    const end = held.get(key);
    held.delete(key);
    end?.();
  };
  return { refill, free, started, reserved, held, keys };
}

describe('A refill', () => {
  it('starts the best candidate in each free slot, and no more', () => {
    const { refill, started } = setUp(['a', 'b', 'c'], 2);
    refill();
    expect(started).toEqual(['a', 'b']);
    refill();
    expect(started).toEqual(['a', 'b']);
  });

  it('chooses anew when a slot is free, so that the best of that moment starts', () => {
    const { refill, free, started, keys } = setUp(['a', 'b', 'c'], 2);
    refill();
    keys.unshift('d');
    free('a');
    expect(started).toEqual(['a', 'b']);
    refill();
    expect(started).toEqual(['a', 'b', 'd']);
  });

  it('lets loads with a reserved slot enter before candidates', () => {
    const { refill, started, reserved } = setUp(['a', 'b'], 2);
    reserved.push(createLoad('r', 'r', 'demand', 0, undefined));
    refill();
    expect(started).toEqual(['r', 'a']);
  });

  it('starts nothing where there are no slots', () => {
    const { refill, started } = setUp(['a'], 0);
    refill();
    expect(started).toEqual([]);
  });

  it('goes on in its loop where a load that it starts calls it', () => {
    let depth = 0;
    let deepest = 0;
    const scene = setUp(
      Array.from({ length: 20_000 }, (_, i) => String(i)),
      1,
      (key) => {
        deepest = Math.max(deepest, ++depth);
        scene.free(key);
        scene.refill();
        depth--;
      },
    );
    scene.refill();
    expect([scene.started.length, deepest]).toEqual([20_000, 1]);
  });
});
