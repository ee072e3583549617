import { describe, expect, it } from '@jest/globals';
import type { Blend } from '../../../src/learning/mixing/blend.js';
import { createGuesses } from '../../../src/learning/mixing/forecasts.js';
import { noise, run } from '../../support/walk.js';

/** How many accesses a guess lives here. */
const LIFE = 20;

/** What is guessed at an access. */
type Said = readonly [
  key: string,
  likelihood: number,
  slot?: number,
  expert?: number,
  chance?: number,
  isResident?: boolean,
];

/**
 * Guesses with a log of what is measured and learned; the blend takes the largest likelihood, and
 * trusts it.
 */
function createScene(experts = 2) {
  const log: string[] = [];
  const open = new Map<number, number>();
  const add = (slot: number, by: number) => open.set(slot, (open.get(slot) ?? 0) + by);
  let trust = 1;
  const blend: Pick<Blend, 'trust' | 'mix' | 'learn'> = {
    trust: (likelihood) => trust * likelihood,
    mix(inputs, at) {
      const said = Array.from(inputs.subarray(at, at + experts)).filter((input) => input !== 0);
      return 1 / (1 + Math.exp(-Math.max(...said)));
    },
    learn: (inputs, at, promised, worth) =>
      log.push(`promise ${promised.toFixed(2)} by ${[...inputs.subarray(at, at + experts)].map((input) => (input === 0 ? '-' : '+')).join('')} worth ${worth.toFixed(2)}`), // prettier-ignore
  };
  const measure = {
    said: (slot: number) => add(slot, 1),
    drop(slot: number) {
      add(slot, -1);
      log.push(`drop ${slot}`);
    },
    settle(slot: number, worth: number) {
      add(slot, -1);
      log.push(`slot ${slot} worth ${worth.toFixed(2)}`);
    },
  };
  const guesses = createGuesses<string>(measure, blend as Blend, experts, LIFE);
  const access = (key: string, ...said: Said[]): void => {
    guesses.settle(key);
    for (const [name, likelihood, slot = 0, expert = 0, chance = 0, isResident = false] of said) {
      guesses.say(name, expert, slot, likelihood, chance, isResident);
    }
    guesses.mix();
  };
  return {
    guesses,
    log,
    open,
    distrust: () => (trust = 0),
    access,
    /** Accesses to a key that nobody guesses. */
    pass: (count: number) => run(0, count).forEach(() => access('-')),
    said: () => {
      const all: Record<string, number> = {};
      guesses.each((key, likelihood) => (all[key] = Math.round(likelihood * 1000) / 1000));
      return all;
    },
  };
}

describe('guesses', () => {
  it('come true when their key is asked for, each for its own kind', () => {
    const { access, log } = createScene();
    access('x', ['a', 0.5, 3, 0], ['a', 0.4, 7, 1], ['b', 0.5, 4]);
    access('a');
    expect(log).toEqual([
      'slot 7 worth 1.00',
      'slot 3 worth 1.00',
      'promise 0.50 by ++ worth 1.00',
    ]);
  });

  it('have failed when their key was not asked for in twenty accesses', () => {
    const { access, pass, log } = createScene();
    access('x', ['a', 0.5, 3]);
    pass(LIFE - 1);
    expect(log).toEqual([]);
    pass(1);
    expect([LIFE, log]).toEqual([20, ['slot 3 worth 0.00', 'promise 0.50 by +- worth 0.00']]);
  });

  it('come true at the twentieth access, and no later', () => {
    const { access, pass, log } = createScene();
    access('x', ['a', 0.5, 3]);
    pass(LIFE - 1);
    access('a');
    expect(log).toEqual(['slot 3 worth 1.00', 'promise 0.50 by +- worth 1.00']);
    access('x', ['b', 0.5, 4]);
    pass(LIFE);
    access('b');
    expect(log.slice(2)).toEqual(['slot 4 worth 0.00', 'promise 0.50 by +- worth 0.00']);
  });

  it('are worth what they are beyond chance, whether they come true or not', () => {
    const { access, pass, log } = createScene();
    access('x', ['a', 0.5, 3, 0, 0.25], ['b', 0.5, 4, 0, 0.25]);
    access('a');
    pass(LIFE);
    expect(log.filter((line) => line.startsWith('slot'))).toEqual([
      'slot 3 worth 0.75',
      'slot 4 worth -0.25',
    ]);
    expect(log.filter((line) => line.startsWith('promise'))).toEqual([
      'promise 0.50 by +- worth 0.75',
      'promise 0.50 by +- worth -0.25',
    ]);
  });

  it('of residents are measured, and promise nothing', () => {
    const { access, pass, log, said } = createScene();
    access('x', ['a', 0.5, 3, 0, 0.1, true], ['b', 0.5, 4, 0, 0.1, true]);
    expect(said()).toEqual({ a: 0.5, b: 0.5 });
    access('a');
    pass(LIFE);
    expect(log).toEqual(['slot 3 worth 0.90', 'slot 4 worth -0.10']);
  });

  it('that are said again and again are judged one by one, their promise once', () => {
    const { access, log } = createScene();
    for (let i = 0; i < 3; i++) access('x', ['a', 0.3 + 0.1 * i, i]);
    access('a');
    expect(log).toEqual([
      'slot 2 worth 1.00',
      'slot 1 worth 1.00',
      'slot 0 worth 1.00',
      'promise 0.50 by +- worth 1.00',
    ]);
  });

  it('go on living while one of them does, and a promise that is not kept in its time is broken', () => {
    const { access, pass, log } = createScene();
    access('x', ['a', 0.9, 1]);
    pass(10);
    access('x', ['a', 0.3, 2]);
    pass(9);
    expect(log).toEqual(['slot 1 worth 0.00']);
    access('a');
    expect(log.slice(1)).toEqual(['slot 2 worth 1.00', 'promise 0.90 by +- worth 0.00']);
  });

  it('beyond 64 of one access are not heard', () => {
    const { access, said, open } = createScene();
    access('x', ...run(0, 80).map((i) => [`key ${i}`, 0.5] as const));
    expect(Object.keys(said())).toHaveLength(64);
    expect(open.get(0)).toBe(64);
    access('y', ['z', 0.5]);
    expect(said()).toHaveProperty('z');
  });

  it('are heard however many there were before', () => {
    const { access, said } = createScene();
    for (let i = 0; i < 100; i++)
      access('x', ...run(0, 64).map((n) => [`key ${i}/${n}`, 0.5, 0, n % 2] as const));
    const now = Object.entries(said()).filter(([key]) => key.startsWith('key 99/'));
    expect(now).toHaveLength(64);
    expect(new Set(now.map(([, likelihood]) => likelihood))).toEqual(new Set([0.5]));
  });

  it('of a key that is said on and on promise anew when a promise was broken', () => {
    const { access, log } = createScene();
    access('x', ['a', 0.9, 1, 0]);
    for (let i = 0; i < LIFE; i++) access('x', ['a', 0.3, 2, 1]);
    expect(log).toEqual(['slot 1 worth 0.00', 'promise 0.90 by +- worth 0.00']);
    access('a');
    expect(log.at(-1)).toBe('promise 0.30 by -+ worth 1.00');
  });

  it('fade with each access, and are not said any more when they are faint', () => {
    const { access, pass, said } = createScene();
    access('x', ['a', 0.5], ['b', 0.03]);
    expect(said()).toEqual({ a: 0.5, b: 0.03 });
    pass(2);
    expect(said()).toEqual({ a: 0.451, b: 0.027 });
    pass(8);
    expect(said()).toEqual({ a: 0.299 });
    pass(10);
    expect(said()).toEqual({});
  });

  it('of one key are worth the best of them, now or before', () => {
    const { access, said, guesses } = createScene();
    access('x', ['a', 0.5, 0, 0]);
    access('x', ['a', 0.3, 0, 1]);
    expect(said()).toEqual({ a: 0.475 });
    expect(guesses.find('a')?.expert).toBe(0);
    access('x', ['a', 0.6, 0, 1]);
    expect(said()).toEqual({ a: 0.6 });
    expect(guesses.find('a')?.expert).toBe(1);
  });

  it('of one expert for one key count by the best of an access', () => {
    const { access, said } = createScene();
    access('x', ['a', 0.3, 1], ['a', 0.6, 2], ['a', 0.4, 3]);
    expect(said()).toEqual({ a: 0.6 });
  });

  it('are known by who made the most of them', () => {
    const { access, guesses } = createScene();
    access(
      'x',
      ['c', 0.7, 0, 0],
      ['b', 0.2, 0, 0],
      ['b', 0.7, 0, 1],
      ['a', 0.7, 0, 1],
      ['a', 0.2, 0, 0],
    );
    expect(['c', 'b', 'a'].map((key) => guesses.find(key)?.expert)).toEqual([0, 1, 1]);
    expect(guesses.find('a')?.likelihood).toBeCloseTo(0.7, 6);
    expect(guesses.find('d')).toBeUndefined();
  });

  it('are said as far as they are trusted', () => {
    const { access, said, guesses, distrust } = createScene();
    access('x', ['a', 0.5]);
    distrust();
    expect([said(), guesses.find('a')?.likelihood]).toEqual([{}, 0]);
  });

  it('are over for a key that was asked for', () => {
    const { access, pass, said, guesses, log } = createScene();
    access('x', ['a', 0.5, 3]);
    access('a');
    expect([said(), guesses.find('a')]).toEqual([{}, undefined]);
    const judged = log.length;
    pass(2 * LIFE);
    expect(log).toHaveLength(judged);
  });

  it('are dropped, and none of them judged, when all are cleared', () => {
    const { access, pass, guesses, said, log, open } = createScene();
    access('x', ['a', 0.5, 3], ['b', 0.5, 4]);
    access('x', ['a', 0.5, 5]);
    guesses.clear();
    expect([said(), log.sort()]).toEqual([{}, ['drop 3', 'drop 4', 'drop 5']]);
    access('a');
    pass(LIFE);
    expect(log).toHaveLength(3);
    expect([...open.values()]).toEqual([0, 0, 0]);
  });

  it('are each judged or dropped once, in whatever order keys come', () => {
    const { access, pass, open } = createScene();
    const keys = noise(2000, 12, 4);
    keys.forEach((key, i) => access(`${key}`, ...noise(i % 7, 12, i + 1).map((next, n) => [`${next}`, 0.3, n, n % 2, 0.1, next % 3 === 0] as const))); // prettier-ignore
    pass(LIFE);
    expect([...open.values()]).toEqual([0, 0, 0, 0, 0, 0]);
  });
});
