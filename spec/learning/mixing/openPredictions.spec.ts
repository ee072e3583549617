import { describe, expect, it } from '@jest/globals';
import { createBlend, type Blend } from '../../../src/learning/mixing/blend.js';
import { createOpenPredictions } from '../../../src/learning/mixing/openPredictions.js';
import { noise, run } from '../../support/walk.js';

/** Requests for which a prediction stays open here. */
const LIFE = 20;

/** A prediction. */
type Predicted = readonly [
  key: string,
  likelihood: number,
  kind?: number,
  expert?: number,
  baseRate?: number,
  isResident?: boolean,
];

/**
 * Open predictions with a log of judged predictions and of checked likelihoods; the blend takes the
 * largest likelihood, and trusts it.
 */
function createScene(experts = 2) {
  const log: string[] = [];
  const open = new Map<number, number>();
  const count = (kind: number, by: number) => open.set(kind, (open.get(kind) ?? 0) + by);
  let trust = 1;
  const blend: Pick<Blend, 'trust' | 'mix' | 'learn'> = {
    trust: (likelihood) => trust * likelihood,
    mix(inputs, at) {
      const own = Array.from(inputs.subarray(at, at + experts)).filter((input) => input !== 0);
      return 1 / (1 + Math.exp(-Math.max(...own)));
    },
    learn: (inputs, at, likelihood, gain) =>
      log.push(`checked ${likelihood.toFixed(2)} by ${[...inputs.subarray(at, at + experts)].map((input) => (input === 0 ? '-' : '+')).join('')} gain ${gain.toFixed(2)}`), // prettier-ignore
  };
  const counts = {
    open: (kind: number) => count(kind, 1),
    withdraw(kind: number) {
      count(kind, -1);
      log.push(`withdraw ${kind}`);
    },
    judge(kind: number, gain: number) {
      count(kind, -1);
      log.push(`kind ${kind} gain ${gain.toFixed(2)}`);
    },
  };
  const predictions = createOpenPredictions<string>(counts, blend as Blend, experts, LIFE);
  const request = (key: string, ...predicted: Predicted[]): void => {
    predictions.judge(key);
    for (const [name, likelihood, kind = 0, expert = 0, baseRate = 0, isResident] of predicted)
      predictions.add(name, expert, kind, likelihood, baseRate, isResident ?? false);
    predictions.mix();
  };
  return {
    predictions,
    log,
    open,
    distrust: () => (trust = 0),
    request,
    /** Requests for a key that is never predicted. */
    pass: (requests: number) => run(0, requests).forEach(() => request('-')),
    likelihoods: () => {
      const all: Record<string, number> = {};
      predictions.forEach((key, likelihood) => (all[key] = Math.round(likelihood * 1000) / 1000));
      return all;
    },
  };
}

describe('createOpenPredictions', () => {
  it('judges each prediction of a requested key, by its kind', () => {
    const { request, log } = createScene();
    request('x', ['a', 0.5, 3, 0], ['a', 0.4, 7, 1], ['b', 0.5, 4]);
    request('a');
    expect(log).toEqual(['kind 7 gain 1.00', 'kind 3 gain 1.00', 'checked 0.50 by ++ gain 1.00']);
  });

  it('judges a prediction as failed after 20 requests for other keys', () => {
    const { request, pass, log } = createScene();
    request('x', ['a', 0.5, 3]);
    pass(LIFE - 1);
    expect(log).toEqual([]);
    pass(1);
    expect([LIFE, log]).toEqual([20, ['kind 3 gain 0.00', 'checked 0.50 by +- gain 0.00']]);
  });

  it('judges a prediction as true at the 20th request, and not later', () => {
    const { request, pass, log } = createScene();
    request('x', ['a', 0.5, 3]);
    pass(LIFE - 1);
    request('a');
    expect(log).toEqual(['kind 3 gain 1.00', 'checked 0.50 by +- gain 1.00']);
    request('x', ['b', 0.5, 4]);
    pass(LIFE);
    request('b');
    expect(log.slice(2)).toEqual(['kind 4 gain 0.00', 'checked 0.50 by +- gain 0.00']);
  });

  it('subtracts the base rate from the gain, for true and failed predictions', () => {
    const { request, pass, log } = createScene();
    request('x', ['a', 0.5, 3, 0, 0.25], ['b', 0.5, 4, 0, 0.25]);
    request('a');
    pass(LIFE);
    expect(log.filter((line) => line.startsWith('kind'))).toEqual([
      'kind 3 gain 0.75',
      'kind 4 gain -0.25',
    ]);
    expect(log.filter((line) => line.startsWith('checked'))).toEqual([
      'checked 0.50 by +- gain 0.75',
      'checked 0.50 by +- gain -0.25',
    ]);
  });

  it('judges predictions of residents, and checks no likelihood of them', () => {
    const { request, pass, log, likelihoods } = createScene();
    request('x', ['a', 0.5, 3, 0, 0.1, true], ['b', 0.5, 4, 0, 0.1, true]);
    expect(likelihoods()).toEqual({ a: 0.5, b: 0.5 });
    request('a');
    pass(LIFE);
    expect(log).toEqual(['kind 3 gain 0.90', 'kind 4 gain -0.10']);
  });

  it('judges repeated predictions of a key one by one, and checks one likelihood', () => {
    const { request, log } = createScene();
    for (let i = 0; i < 3; i++) request('x', ['a', 0.3 + 0.1 * i, i]);
    request('a');
    expect(log).toEqual([
      'kind 2 gain 1.00',
      'kind 1 gain 1.00',
      'kind 0 gain 1.00',
      'checked 0.50 by +- gain 1.00',
    ]);
  });

  it('keeps a key while one of its predictions is open, and fails its likelihood after 20 requests', () => {
    const { request, pass, log } = createScene();
    request('x', ['a', 0.9, 1]);
    pass(10);
    request('x', ['a', 0.3, 2]);
    pass(9);
    expect(log).toEqual(['kind 1 gain 0.00']);
    request('a');
    expect(log.slice(1)).toEqual(['kind 2 gain 1.00', 'checked 0.90 by +- gain 0.00']);
  });

  it('ignores predictions beyond 64 of one request', () => {
    const { request, likelihoods, open } = createScene();
    request('x', ...run(0, 80).map((i) => [`key ${i}`, 0.5] as const));
    expect(Object.keys(likelihoods())).toHaveLength(64);
    expect(open.get(0)).toBe(64);
    request('y', ['z', 0.5]);
    expect(likelihoods()).toHaveProperty('z');
  });

  it('takes 64 predictions at each request', () => {
    const { request, likelihoods } = createScene();
    for (let i = 0; i < 100; i++)
      request('x', ...run(0, 64).map((n) => [`key ${i}/${n}`, 0.5, 0, n % 2] as const));
    const now = Object.entries(likelihoods()).filter(([key]) => key.startsWith('key 99/'));
    expect(now).toHaveLength(64);
    expect(new Set(now.map(([, likelihood]) => likelihood))).toEqual(new Set([0.5]));
  });

  it('checks a new likelihood of a key after the old one has failed', () => {
    const { request, log } = createScene();
    request('x', ['a', 0.9, 1, 0]);
    for (let i = 0; i < LIFE; i++) request('x', ['a', 0.3, 2, 1]);
    expect(log).toEqual(['kind 1 gain 0.00', 'checked 0.90 by +- gain 0.00']);
    request('a');
    expect(log.at(-1)).toBe('checked 0.30 by -+ gain 1.00');
  });

  it('lowers likelihoods with each request, and leaves out those below 0.02', () => {
    const { request, pass, likelihoods } = createScene();
    request('x', ['a', 0.5], ['b', 0.03]);
    expect(likelihoods()).toEqual({ a: 0.5, b: 0.03 });
    pass(2);
    expect(likelihoods()).toEqual({ a: 0.451, b: 0.027 });
    pass(8);
    expect(likelihoods()).toEqual({ a: 0.299 });
    pass(10);
    expect(likelihoods()).toEqual({});
  });

  it('keeps the largest likelihood of a key, a new or an older one', () => {
    const { request, likelihoods, predictions } = createScene();
    request('x', ['a', 0.5, 0, 0]);
    request('x', ['a', 0.3, 0, 1]);
    expect(likelihoods()).toEqual({ a: 0.475 });
    expect(predictions.find('a')?.expert).toBe(0);
    request('x', ['a', 0.6, 0, 1]);
    expect(likelihoods()).toEqual({ a: 0.6 });
    expect(predictions.find('a')?.expert).toBe(1);
  });

  it('takes the largest likelihood of an expert for a key', () => {
    const { request, likelihoods } = createScene();
    request('x', ['a', 0.3, 1], ['a', 0.6, 2], ['a', 0.4, 3]);
    expect(likelihoods()).toEqual({ a: 0.6 });
  });

  it('finds the expert whose likelihood was the largest', () => {
    const { request, predictions } = createScene();
    request(
      'x',
      ['c', 0.7, 0, 0],
      ['b', 0.2, 0, 0],
      ['b', 0.7, 0, 1],
      ['a', 0.7, 0, 1],
      ['a', 0.2, 0, 0],
    );
    expect(['c', 'b', 'a'].map((key) => predictions.find(key)?.expert)).toEqual([0, 1, 1]);
    expect(predictions.find('a')?.likelihood).toBeCloseTo(0.7, 6);
    expect(predictions.find('d')).toBeUndefined();
  });

  it('lowers likelihoods by the trust of the blend', () => {
    const { request, likelihoods, predictions, distrust } = createScene();
    request('x', ['a', 0.5]);
    distrust();
    expect([likelihoods(), predictions.find('a')?.likelihood]).toEqual([{}, 0]);
  });

  it('ends all predictions of a requested key', () => {
    const { request, pass, likelihoods, predictions, log } = createScene();
    request('x', ['a', 0.5, 3]);
    request('a');
    expect([likelihoods(), predictions.find('a')]).toEqual([{}, undefined]);
    const judged = log.length;
    pass(2 * LIFE);
    expect(log).toHaveLength(judged);
  });

  it('withdraws all predictions without judging them when it is cleared', () => {
    const { request, pass, predictions, likelihoods, log, open } = createScene();
    request('x', ['a', 0.5, 3], ['b', 0.5, 4]);
    request('x', ['a', 0.5, 5]);
    predictions.clear();
    expect([likelihoods(), log.sort()]).toEqual([{}, ['withdraw 3', 'withdraw 4', 'withdraw 5']]);
    request('a');
    pass(LIFE);
    expect(log).toHaveLength(3);
    expect([...open.values()]).toEqual([0, 0, 0]);
  });

  it('judges each prediction once, in whatever order keys are requested', () => {
    const { request, pass, open } = createScene();
    const keys = noise(2000, 12, 4);
    keys.forEach((key, i) => request(`${key}`, ...noise(i % 7, 12, i + 1).map((next, n) => [`${next}`, 0.3, n, n % 2, 0.1, next % 3 === 0] as const))); // prettier-ignore
    pass(LIFE);
    expect([...open.values()]).toEqual([0, 0, 0, 0, 0, 0]);
  });

  it('takes the keys of one view as one moment, after which as many requests have passed', () => {
    const { request, predictions, log, pass } = createScene();
    const names = run(0, LIFE + 5).map((i) => `key ${i}`);
    request('x', ...names.map((name): Predicted => [name, 0.5]), ['other', 0.5, 9]);
    names.forEach((name, i) => predictions.judge(name, i > 0));
    expect(log.filter((line) => line === 'kind 0 gain 1.00').length).toBe(LIFE + 5);
    expect(log).not.toContain('kind 9 gain 0.00');
    predictions.endView();
    expect(log).toContain('kind 9 gain 0.00');
    // What is predicted at the end of a view is judged by the next requests.
    predictions.add('late', 0, 7, 0.5, 0, false);
    predictions.mix();
    pass(LIFE - 1);
    expect(log).not.toContain('kind 7 gain 0.00');
    pass(1);
    expect(log).toContain('kind 7 gain 0.00');
  });

  it('takes 64 predictions of a request, and 256 of a view', () => {
    const { predictions, likelihoods } = createScene();
    const addMany = (): number => {
      for (const i of run(0, 300)) predictions.add(`key ${i}`, 0, 0, 0.5, 0, false);
      predictions.mix();
      return Object.keys(likelihoods()).length;
    };
    predictions.judge('x');
    expect(addMany()).toBe(64);
    predictions.clear();
    predictions.judge('x');
    predictions.judge('y', true);
    predictions.endView();
    expect(addMany()).toBe(256);
  });

  it('fails each prediction of a reader that has ended, once', () => {
    const { predictions, request, pass, log, open } = createScene();
    request('x', ['a', 0.5, 3], ['b', 0.4, 7, 1, 0.1]);
    pass(3);
    request('y', ['a', 0.5, 4], ['c', 0.5, 5, 0, 0, true]);
    predictions.fail();
    expect(log).toEqual([
      'kind 3 gain 0.00',
      'kind 7 gain -0.10',
      'checked 0.40 by -+ gain -0.10',
      'kind 4 gain 0.00',
      'checked 0.50 by +- gain 0.00',
      'kind 5 gain 0.00',
    ]);
    expect([...open.values()]).toEqual([0, 0, 0, 0]);
    predictions.fail();
    expect(log).toHaveLength(6);
  });

  it('ignores what is predicted for a reader that ends while experts are asked', () => {
    const { predictions, likelihoods, open, log } = createScene();
    predictions.judge('x');
    predictions.add('a', 0, 3, 0.5, 0, false);
    predictions.fail();
    predictions.mix();
    expect(likelihoods()).toEqual({});
    predictions.add('b', 0, 4, 0.5, 0, false);
    predictions.mix();
    expect([likelihoods(), [...open], log]).toEqual([{}, [[3, 0]], ['kind 3 gain 0.00']]);
  });

  it('adds no key of withdrawn predictions when it blends', () => {
    const counts = { open: () => undefined, judge: () => undefined, withdraw: () => undefined };
    const predictions = createOpenPredictions<string>(counts, createBlend(2), 2, LIFE);
    predictions.judge('x');
    predictions.add('a', 0, 3, 0.5, 0, false);
    predictions.clear();
    predictions.mix();
    predictions.forEach((key) => expect(key).toBe('none'));
  });
});
