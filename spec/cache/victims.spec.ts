import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import type { WarmGuard } from '../../src/cache/entry.js';
import { oldest } from '../../src/eviction/oldest.js';
import { smallest } from '../../src/eviction/smallest.js';
import type { EvictionPolicy } from '../../src/types.js';
import { createScene } from './createScene.js';

describe('The victim', () => {
  it('is the oldest item that no prediction names', () => {
    const { log, keys, ...the } = createScene({ maxKeys: 3 });
    for (const key of ['a', 'b', 'c']) the.keep(key);
    the.name({ a: 1 });
    the.keep('d');
    expect([log, keys()]).toEqual([['b capacity'], 'acd']);
  });

  it('is the least likely item if predictions name all', () => {
    const { log, ...the } = createScene({ maxKeys: 3 });
    for (const key of ['a', 'b', 'c']) the.keep(key);
    the.name({ a: 3, b: 1, c: 2 });
    the.keep('d');
    expect(log).toEqual(['b capacity']);
  });

  it('depends on the present predictions only', () => {
    const { store, log, ...the } = createScene({ maxKeys: 2 });
    for (const key of ['a', 'b']) the.keep(key);
    for (let i = 0; i < 3; i++) {
      the.name({ a: 1, b: 9 });
      expect(store.admission(false)).toBe(1);
      the.name({ a: 1 });
    }
    expect(store.admission(false)).toBe(0);
    the.keep('c');
    expect(log).toEqual(['b capacity']);
  });

  it('is the choice of the policy among equally likely items', () => {
    const { log, ...the } = createScene({ maxKeys: 3, policy: smallest() });
    the.keep('a', Infinity, 5);
    the.keep('b', Infinity, 3);
    the.keep('c', Infinity, 1);
    the.name({ a: 1, b: 1, c: 2 });
    the.keep('d');
    expect(log).toEqual(['b capacity']);
  });

  it('is the choice of the policy among all items less likely than the shield', () => {
    const { log, ...the } = createScene({ maxKeys: 3, policy: smallest(), shield: 3 });
    the.keep('a', Infinity, 5);
    the.keep('b', Infinity, 3);
    the.keep('c', Infinity, 1);
    the.name({ a: 1, b: 2, c: 3 });
    expect([the.keep('d', 1, 4), the.keep('e')]).toEqual([true, true]);
    expect(log).toEqual(['a capacity', 'b capacity']);
  });

  it('is the oldest of the least likely items if the policy names more than a thousand that may not leave', () => {
    let asked = 0;
    const policy: EvictionPolicy<string> = {
      ...oldest(),
      victim(isShielded) {
        while (isShielded('a')) asked++;
        return undefined;
      },
    };
    const { log, ...the } = createScene({ maxKeys: 3, policy });
    for (const key of ['a', 'b', 'c']) the.keep(key);
    the.name({ a: 1 });
    the.keep('d');
    expect([log, asked]).toEqual([['b capacity'], 1024]);
  });

  it('does not exist if the policy names none, and nothing is evicted', () => {
    const policy: EvictionPolicy<string> = { ...oldest(), victim: () => undefined };
    const { log, ...the } = createScene({ maxKeys: 1, policy });
    the.keep('a');
    expect([the.keep('b'), log]).toEqual([false, ['b rejected']]);
  });

  it('is the oldest from the second on if the policy names none, so that the first did not leave in vain', () => {
    let asked = 0;
    const policy: EvictionPolicy<string> = {
      ...oldest(),
      victim: () => (asked++ === 0 ? 'b' : undefined),
    };
    const { log, ...the } = createScene({ maxBytes: 3, policy });
    for (const key of ['a', 'b', 'c']) the.keep(key);
    expect([the.keep('d', Infinity, 2), log]).toEqual([true, ['b capacity', 'a capacity']]);
  });

  it('may have the key undefined', () => {
    const policy = {
      ...oldest<unknown>(),
      victim: (isShielded: (key: unknown) => boolean) => void isShielded(undefined),
    };
    const { store, log, ...the } = createScene({
      maxKeys: 1,
      policy: policy as EvictionPolicy<string>,
    });
    const nothing = { ...the.entry('x'), id: undefined, key: undefined as unknown as string };
    store.keep(nothing, Infinity, 'demand');
    expect([the.keep('b'), log]).toEqual([true, ['undefined capacity']]);
  });
});

const KEYS = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
const someKey = fc.constantFrom(...KEYS);
const someSteps = fc.array(
  fc.oneof(
    {
      weight: 4,
      arbitrary: fc.record({
        keep: someKey,
        bytes: fc.integer({ min: 0, max: 7 }),
        limit: fc.constantFrom(0, 1, 2, Infinity),
        isWarm: fc.boolean(),
      }),
    },
    fc.record({ name: fc.dictionary(someKey, fc.integer({ min: 1, max: 3 }), { maxKeys: 5 }) }),
    fc.record({ at: someKey }),
    fc.record({ pin: someKey }),
    fc.record({ unpin: someKey }),
    fc.record({ guard: someKey }),
    fc.record({ drop: someKey }),
    fc.constant('stop' as const),
    fc.constant('tick' as const),
  ),
  { maxLength: 60, size: 'max' },
);
const TTL = 12;

interface Model {
  readonly key: string;
  readonly bytes: number;
  readonly expires: number;
  pins: number;
  isGuarded: boolean;
}

/** A model that finds each victim by a scan of all residents. */
function createModel(maxKeys: number, maxBytes: number) {
  const model = {
    /** Residents in the order of arrival. */
    residents: [] as Model[],
    /** Pinned items that left. */
    departing: [] as Model[],
    /** Items that wait for the place of an older one of their key, which is pinned. */
    heirs: new Map<string, { old: Model; one: Model; limit: number }>(),
    named: new Map<string, number>(),
    current: undefined as string | undefined,
    log: [] as string[],
    now: 0,
    find: (key: string): Model | undefined => model.residents.find((one) => one.key === key),
    leave(one: Model, reason: string) {
      model.residents.splice(model.residents.indexOf(one), 1);
      if (one.pins > 0) model.departing.push(one);
      else model.log.push(`${one.key} ${reason}`);
    },
    keep(one: Model, limit: number): boolean {
      if (model.heirs.delete(one.key)) model.log.push(`${one.key} rejected`);
      const old = model.find(one.key);
      if (old) model.leave(old, old.expires <= model.now ? 'expired' : 'replaced');
      const isFree = ({ key, pins, isGuarded }: Model): boolean =>
        pins === 0 && key !== model.current && !(one.isGuarded && limit < Infinity && isGuarded);
      const likelihoodOf = ({ key }: Model): number => model.named.get(key) ?? 0;
      const free = model.residents.filter(isFree);
      const expired = free.filter(({ expires }) => expires <= model.now);
      const rest = free.filter(({ expires }) => expires > model.now).filter((each) => likelihoodOf(each) <= limit).sort((a, b) => likelihoodOf(a) - likelihoodOf(b)); // prettier-ignore
      const isOver = (): boolean => {
        const held = [...model.residents, ...model.departing];
        // In whole numbers, as the sums of fractions differ.
        return (
          held.length >= maxKeys ||
          held.reduce((sum, { bytes }) => sum + bytes, one.bytes) > maxBytes
        );
      };
      const reject = (): boolean => {
        model.log.push(`${one.key} rejected`);
        return false;
      };
      const held = [...model.residents, ...model.departing];
      const without = (gone: Model): number =>
        held.reduce((sum, { bytes }) => sum + bytes, one.bytes - gone.bytes);
      const isHeir =
        old && old.pins > 0 && isOver() && held.length <= maxKeys && without(old) <= maxBytes;
      if (isHeir) {
        model.heirs.set(one.key, { old, one, limit });
        return false;
      }
      if (one.bytes > maxBytes) return reject();
      while (isOver() && expired[0]) model.leave(expired.shift() as Model, 'expired');
      const [residents, departing] = [[...model.residents], model.departing];
      const victims: Model[] = [];
      while (isOver() && rest[0]) {
        const victim = rest.shift() as Model;
        victims.push(victim);
        model.residents.splice(model.residents.indexOf(victim), 1);
      }
      if (isOver()) {
        Object.assign(model, { residents, departing });
        return reject();
      }
      for (const { key } of victims) model.log.push(`${key} capacity`);
      model.residents.push(one);
      return true;
    },
    unpin(one: Model) {
      one.pins--;
      const at = model.departing.indexOf(one);
      if (one.pins === 0 && at >= 0) {
        model.departing.splice(at, 1);
        model.log.push(`${one.key} left`);
        const heir = model.heirs.get(one.key);
        if (heir?.old !== one) return;
        model.heirs.delete(one.key);
        model.keep(heir.one, heir.limit);
      }
    },
  };
  return model;
}

describe('A store with any sequence of changes', () => {
  it.each([
    ['keys', 4, Infinity, 1, undefined],
    ['bytes', Infinity, 10, 1, undefined],
    ['fractions of bytes', Infinity, 10, 0.1, undefined],
    ['keys and bytes', 5, 12, 1, undefined],
    ['keys and bytes, and a policy that names the oldest', 5, 12, 1, oldest],
  ] as const)(
    'evicts as a scan of all residents would, within a budget of %s',
    (_, maxKeys, maxBytes, unit, policyOf) => {
      fc.assert(
        fc.property(someSteps, (steps) => {
          const policy = policyOf?.<string>();
          const scene = createScene({
            maxKeys,
            maxBytes: Math.round(maxBytes * unit * 10) / 10,
            ...(policy && { policy }),
          });
          const { store, clock, log, warm, stop } = scene;
          const model = createModel(maxKeys, maxBytes);
          const pinned: [Model, ReturnType<typeof scene.resident>][] = [];
          let running: WarmGuard = warm();
          for (const step of steps) {
            if (step === 'tick') model.now = ++clock.now;
            else if (step === 'stop') {
              stop(running);
              running = warm();
              for (const one of [...model.residents, ...model.departing]) one.isGuarded = false;
            } else if ('keep' in step) {
              // No two expire at once, so that one order is right.
              model.now = ++clock.now;
              const entry = scene.entry(
                step.keep,
                Math.round(step.bytes * unit * 10) / 10,
                clock.now + TTL,
              );
              if (step.isWarm) entry.warm = running;
              const one = {
                key: step.keep,
                bytes: step.bytes,
                expires: entry.expires as number,
                pins: 0,
                isGuarded: step.isWarm,
              };
              expect(store.keep(entry, step.limit, 'demand')).toBe(model.keep(one, step.limit));
            } else if ('name' in step) {
              scene.name(step.name);
              model.named = new Map(Object.entries(step.name));
            } else if ('at' in step) {
              scene.at(step.at);
              model.current = step.at;
            } else if ('unpin' in step) {
              const at = pinned.findIndex(([{ key }]) => key === step.unpin);
              const [found] = at < 0 ? [] : pinned.splice(at, 1);
              if (!found) continue;
              model.unpin(found[0]);
              store.unpin(found[1]);
            } else {
              const [[kind, key]] = Object.entries(step) as [[string, string]];
              const one = model.find(key);
              if (!one) continue;
              const entry = scene.resident(key);
              if (kind === 'pin') {
                one.pins++;
                store.pin(entry);
                pinned.push([one, entry]);
              } else if (kind === 'guard') {
                one.isGuarded = true;
                store.guard(entry, running);
              } else {
                model.leave(one, 'invalidated');
                store.drop(entry, 'invalidated');
              }
            }
            expect(log.map(pinnedAsLeft(model.log)).join()).toBe(model.log.join());
            expect(sorted(store.all())).toBe(sorted([...model.residents, ...model.departing]));
          }
        }),
      );
    },
  );
});

/** Ignores the reason for which a pinned item left, which the model does not keep. */
function pinnedAsLeft(model: readonly string[]): (line: string, i: number) => string {
  return (line, i) => (model[i]?.endsWith(' left') ? line.replace(/ \w+$/, ' left') : line);
}

function sorted(entries: readonly { readonly key: string }[]): string {
  return entries
    .map(({ key }) => key)
    .sort()
    .join('');
}
