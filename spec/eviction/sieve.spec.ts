import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { sieve } from '../../src/eviction/sieve.js';
import { evictionContract } from '../../src/testing/evictionContract.js';
import { agreeWithModel } from './agreeWithModel.js';
import { countAsks } from './countAsks.js';
import { evictions } from './evictions.js';
import { sieveModel } from './sieveModel.js';

evictionContract({ describe, it }, 'sieve', () => sieve());
evictionContract({ describe, it }, 'sieve, of object keys,', () => sieve<object>(), {
  key: (tile) => ({ tile }),
});

/**
 * The same by the algorithm as the paper prints it: a doubly linked queue, a visited bit and a
 * hand.
 */
function printedEvictions(capacity: number, requests: Iterable<string>): string[] {
  interface Node {
    key: string;
    visited: boolean;
    prev?: Node | undefined;
    next?: Node | undefined;
  }
  const cache = new Map<string, Node>();
  let head: Node | undefined;
  let tail: Node | undefined;
  let hand: Node | undefined;
  const gone: string[] = [];
  for (const key of requests) {
    const hit = cache.get(key);
    if (hit) {
      hit.visited = true;
      continue;
    }
    if (cache.size === capacity) {
      let object: Node | undefined = hand ?? tail;
      while (object?.visited) {
        object.visited = false;
        object = object.prev ?? tail;
      }
      if (!object) throw new Error('empty');
      hand = object.prev;
      if (object.prev) object.prev.next = object.next;
      else head = object.next;
      if (object.next) object.next.prev = object.prev;
      else tail = object.prev;
      cache.delete(object.key);
      gone.push(object.key);
    }
    const node: Node = { key, visited: false, next: head };
    if (head) head.prev = node;
    head = node;
    tail ??= node;
    cache.set(key, node);
  }
  return gone;
}

describe('sieve', () => {
  it('evicts in the order that was worked out by hand', () => {
    // Capacity 3; the oldest first, ' after what is visited, > before where the hand stands.
    //   A B C     > A  B  C
    //   A         > A' B  C
    //   D           A  spared, B goes:        A > C  D
    //   B           C goes:                   A > D  B
    //   E           D goes:                   A > B  E
    //   A           A' > B  E
    //   F           B goes:                   A' > E  F
    //   E F         A' > E' F'
    //   G           E, F and A spared in turn, then E goes:  A > F  G
    expect(evictions(sieve<string>(), 3, 'ABCADBEAFEFG')).toEqual(['B', 'C', 'D', 'B', 'E']);
  });

  it('evicts as the algorithm of the paper does', () => {
    const requests = fc.array(fc.constantFrom('A', 'B', 'C', 'D', 'E', 'F', 'G', 'H', 'I', 'J'), {
      maxLength: 200,
      size: 'max',
    });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 8 }), requests, (capacity, keys) => {
        expect(evictions(sieve<string>(), capacity, keys)).toEqual(
          printedEvictions(capacity, keys),
        );
      }),
      { numRuns: 300 },
    );
  });

  it('chooses as the simplest model does, with shielded keys and prefetches', () => {
    agreeWithModel(sieve, sieveModel);
  });

  it('counts the second use of a prefetched item as a visit, not the first', () => {
    const after = (uses: number) => {
      const policy = sieve<string>();
      policy.added('ahead', { bytes: 0, unrequested: true, at: 0 });
      policy.added('asked', { bytes: 0, unrequested: false, at: 0 });
      for (let i = 0; i < uses; i++) policy.used('ahead');
      return policy.victim(() => false);
    };
    expect([after(0), after(1), after(2)]).toEqual(['ahead', 'ahead', 'asked']);
  });

  it('keeps the mark of a shielded key', () => {
    const policy = sieve<string>();
    for (const key of ['a', 'b', 'c']) policy.added(key, { bytes: 0, unrequested: false, at: 0 });
    policy.used('a');
    policy.used('b');
    expect(policy.victim((key) => key === 'a')).toBe('c');
    policy.removed('c');
    expect(policy.victim(() => false)).toBe('b');
  });

  it('continues at its position, also after the key there has left', () => {
    const policy = sieve<string>();
    for (const key of ['a', 'b', 'c', 'd'])
      policy.added(key, { bytes: 0, unrequested: false, at: 0 });
    policy.used('a');
    expect(policy.victim(() => false)).toBe('b');
    policy.removed('b');
    expect(policy.victim((key) => key === 'c')).toBe('d');
    policy.removed('d');
    expect(policy.victim(() => false)).toBe('a');
  });

  it('checks only the keys that it passes, however many are resident', () => {
    // The ten that are shielded are passed in each round; what is used is passed once more.
    expect(countAsks(sieve(), 100)).toBeLessThanOrEqual(1000 + 500 + 10 * (1000 / 90 + 1));
    expect(countAsks(sieve(), 20_000)).toBeLessThanOrEqual(1000 + 500 + 10);
  });

  it('stops after one round when all are shielded', () => {
    const policy = sieve<number>();
    for (let key = 0; key < 100; key++) policy.added(key, { bytes: 0, unrequested: false, at: 0 });
    let asks = 0;
    expect(policy.victim(() => (asks++, true))).toBeUndefined();
    expect(asks).toBe(100);
  });

  it('needs no sizes', () => {
    expect(sieve().needsSizes).toBeUndefined();
  });
});
