import { describe, expect, it } from '@jest/globals';
import { auto, type AutoPredictor } from '../../../src/auto/auto.js';
import { associations } from '../../../src/learning/experts/associations.js';
import { createMarkov } from '../../../src/learning/experts/markov.js';
import { createMixer } from '../../../src/learning/mixing/mixer.js';
import { deltas } from '../../../src/learning/experts/deltas.js';
import { spatial } from '../../../src/learning/experts/spatial.js';
import { showView, showViews } from '../../support/showViews.js';
import { noise, run, walk } from '../../support/walk.js';

/** The tiles that enter with each of `count` steps to the right: a column of four. */
const columns = (count: number, from = 100): string[][] =>
  run(from, count).map((x) => run(50, 4).map((y) => `9/${x}/${y}`));
/** The same views, with the keys of each in another order each time. */
const shuffled = <K>(views: readonly (readonly K[])[]): K[][] =>
  views.map((keys, i) => [...keys.slice(i % keys.length), ...keys.slice(0, i % keys.length)]);
const sorted = <K>(said: ReadonlyMap<K, number>) => [...said].sort();

describe.each([
  ['deltas', deltas],
  ['spatial', spatial],
] as const)('%s, of views', (_name, create) => {
  it('predicts each key of the next view of a pan', () => {
    const said = showViews(create<string>(), columns(6));
    for (const key of columns(1, 106)[0] ?? []) expect(said.has(key)).toBe(true);
  });

  it('learns the same whatever the order of the keys in a view', () => {
    expect(sorted(showViews(create<string>(), shuffled(columns(6)).slice(1)))).toEqual(
      sorted(showViews(create<string>(), columns(6).slice(1))),
    );
  });

  it('learns no step between two keys of one view', () => {
    // Pairs that are 3 apart, far from each other.
    const pairs = noise(30, 1000, 5).map((place) => [5000 * place, 5000 * place + 3]);
    const alone = [...pairs, [-40_000]];
    expect([...showViews(create<number>(), alone).keys()]).not.toContain(-39_997);
    expect([...walk(create<number>(), alone.flat()).keys()]).toContain(-39_997);
  });

  it('keeps the readers of views apart', () => {
    const expert = create<string>();
    columns(6).forEach((keys, i) => {
      showView(expert, keys, i + 1, { reader: 1 });
      showView(expert, [`3/${7 * i}/1`], i + 1, { reader: 2 });
    });
    expect(showView(expert, columns(1, 106)[0] ?? [], 7, { reader: 1 }).has('9/107/51')).toBe(true);
  });
});

describe('deltas, of views', () => {
  it('predicts several views ahead', () => {
    const said = showViews(deltas<string>(), columns(6));
    expect([said.has('9/106/51'), said.has('9/108/52')]).toEqual([true, true]);
  });
});

describe('spatial, of views', () => {
  it('learns where keys lie around the first key of a view after a move', () => {
    // From tile to tile of zoom 5 and back, each with a view of its own around the first key.
    const views = run(0, 12).flatMap((i) => [
      [`5/${8 + i}/9`],
      run(0, 3).map((right) => `6/${2 * (8 + i) + right}/18`),
    ]);
    const said = showViews(spatial<string>(), [...views, ['5/20/9']]);
    for (const key of ['6/40/18', '6/41/18', '6/42/18']) expect(said.has(key)).toBe(true);
  });
});

describe('associations, of views', () => {
  /** Four screens in turn; after screen 3 comes screen 0 or, seldom, another one. */
  const recordsOf = (screen: number): string[] =>
    run(0, 4).map((record) => `screen ${screen}, record ${record}`);
  const screens = run(0, 60).map((i) => recordsOf(i % 20 === 16 ? 100 + i : i % 4));

  it('predicts the keys of the next view, and none of its own', () => {
    const said = showViews(associations<string>(), shuffled(screens).slice(0, 35));
    expect([...said.keys()].sort()).toEqual(recordsOf(3));
  });

  it('leaves out keys that followed in less than a tenth of the views of a key', () => {
    const followers = (every: number): string[] => {
      const views = run(0, 60).map((i) => recordsOf(i % every === 1 ? 100 : i % 2));
      const said = showViews(associations<string>(), [...views, recordsOf(0)]);
      return [...new Set([...said.keys()].map((key) => key.slice(0, 10)))].sort();
    };
    expect(followers(10)).toEqual(['screen 1, ', 'screen 100']);
    expect(followers(30)).toEqual(['screen 1, ']);
  });

  it('learns on from single keys where a reader of views had learned', () => {
    const expert = associations<string>();
    showViews(expert, screens.slice(0, 10));
    expect(walk(expert, ['a', 'b', 'a', 'b', 'a'], { reader: 2 }).has('b')).toBe(true);
  });
});

/** Share of the keys from view `from` on that were worth a load after the view before. */
function sharePredicted<K>(
  predictor: AutoPredictor<K>,
  views: readonly (readonly K[])[],
  from: number,
): number {
  let worthy = new Set<K>();
  const predicted: boolean[] = [];
  views.forEach((keys, i) => {
    if (i >= from) predicted.push(...keys.map((key) => worthy.has(key)));
    const said = [...showView(predictor, keys, i + 1)];
    worthy = new Set(
      said.filter(([, likelihood]) => predictor.control.admits(likelihood, 0)).map(([key]) => key),
    );
  });
  return predicted.filter(Boolean).length / predicted.length;
}

describe('A mixer, of views', () => {
  it('passes over most views of hits at a fast pace, whatever their number of keys', () => {
    const steering = { depth: 4, threshold: 0.1, horizon: 8, pace: 0 };
    const askedOf = (width: number): number => {
      let asked = 0;
      const expert = { ...createMarkov<number>(), predictByKind: () => asked++ };
      const mixer = createMixer<number>([expert], steering);
      for (let view = 1; view <= 65 + 320; view++) {
        if (view === 66) asked = 0;
        showView(mixer, run(0, width), view, { outcome: 'hit', isResident: () => true });
      }
      return asked;
    };
    expect([1, 2, 32].map(askedOf)).toEqual([10, 10, 10]);
  });

  it('predicts again after a view with a miss', () => {
    const steering = { depth: 4, threshold: 0.1, horizon: 8, pace: 0 };
    let asked = 0;
    const expert = { ...createMarkov<number>(), predictByKind: () => asked++ };
    const mixer = createMixer<number>([expert], steering);
    for (let view = 1; view <= 70; view++)
      showView(mixer, [1, 2], view, { outcome: 'hit', isResident: () => true });
    const before = asked;
    mixer.observe({ key: 1, at: 0, reader: 1, view: 71, outcome: 'hit', isResident: () => true });
    showView(mixer, [2], 71, { outcome: 'miss' });
    expect(asked).toBe(before + 1);
  });
});

describe('auto, of views', () => {
  it('prefetches the views of a pan after a few of them', () => {
    expect(sharePredicted(auto<string>(), columns(30), 8)).toBe(1);
  });

  it('prefetches views of many keys, each of which has keys of its own', () => {
    const pages = run(0, 40).map((page) => run(24 * page, 24));
    expect(sharePredicted(auto<number>(), shuffled(pages), 10)).toBeGreaterThan(0.95);
  });

  it('prefetches the screens that follow each other', () => {
    const screens = run(0, 60).map((i) => run(0, 5).map((record) => `${i % 6}:${record}`));
    expect(sharePredicted(auto<string>(), shuffled(screens), 18)).toBeGreaterThan(0.9);
  });

  it('prefetches nothing where views follow each other in no order', () => {
    const keys = noise(600, 1e6, 7);
    const views = run(0, 100).map((i) => keys.slice(6 * i, 6 * i + 6));
    const predictor = auto<number>();
    let worthy = 0;
    views.forEach((view, i) => {
      for (const [, likelihood] of showView(predictor, view, i + 1))
        if (predictor.control.admits(likelihood, 0)) worthy++;
    });
    expect(worthy / keys.length).toBeLessThan(0.1);
  });

  it('asks an expert without `observe` for each key of a view, with the history up to it', () => {
    const asked: unknown[] = [];
    const expert = (current: number, history: readonly number[]) => {
      asked.push([current, ...history]);
      return [[current + 1000, 1]] as const;
    };
    const said = showView(auto<number>({ experts: [expert] }), [1, 2, 3], 1);
    expect(asked).toEqual([[1, 1], [2, 1, 2], [3, 1, 2, 3]]); // prettier-ignore
    expect([1001, 1002, 1003].filter((key) => said.has(key)).length).toBe(3);
  });
});
