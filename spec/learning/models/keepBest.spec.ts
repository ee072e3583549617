import { describe, expect, it } from '@jest/globals';
import { createContexts } from '../../../src/learning/counts/contexts.js';
import { keepBest, type KeptFrom } from '../../../src/learning/models/keepBest.js';
import { createSymbols } from '../../../src/learning/counts/symbols.js';

/** Characters that are reserved for the frame around rows and symbols. */
const FRAME = 128;
const limits = { limit: 16, width: 4, halveAt: 100 };

/** Keeps the successors of keys: in the pair `ab`, b came after a. */
function keep(pairs: readonly string[], characters: number, more: Partial<KeptFrom<string>> = {}) {
  const symbols = createSymbols<string>(4);
  const contexts = createContexts(limits);
  for (const [from = '', to = ''] of pairs) contexts.learn(symbols.of(from), symbols.of(to));
  const describe = () => (_contexts: number, hash: number) => ({ needs: [hash], isEcho: false });
  const kept = keepBest({
    symbols,
    contexts: [contexts],
    characters,
    successors: 4,
    describe,
    ...more,
  });
  const values = new Map(kept.symbols.map((symbol, i) => [symbol, kept.values[i]]));
  const after = kept.contexts[0]?.map(([hash = -1, , ...rest]) => [
    values.get(hash),
    ...rest.filter((_, i) => i % 2 === 0).map((symbol) => values.get(symbol)),
  ]);
  return { kept, after: after?.map((names) => names.join('')) };
}

describe('keepBest', () => {
  it('keeps all contexts where they fit, the last learned one last', () => {
    expect(keep(['ab', 'bc', 'cd', 'ab'], 1000).after).toEqual(['bc', 'cd', 'ab']);
  });

  it('keeps the contexts that came most often, and of equals the latest', () => {
    // A context of one successor and its two symbols: [0,1,1,1], 0, 1, "a", "b",
    const forTwo = FRAME + 2 * (10 + 2 * 2 + 2 * 4);
    expect(keep(['ab', 'ab', 'cd', 'ef', 'gh'], forTwo).after).toEqual(['ab', 'gh']);
  });

  it('keeps a symbol only with a context that needs it', () => {
    expect(keep(['ab', 'ab', 'cd', 'ef', 'gh'], FRAME + 22).kept.values).toEqual(['a', 'b']);
  });

  it('keeps an echo only after all other contexts', () => {
    const describe = () => (_contexts: number, hash: number) => ({
      needs: [hash],
      isEcho: hash === 0,
    });
    expect(keep(['ab', 'ab', 'cd'], FRAME + 22, { describe }).after).toEqual(['cd']);
    expect(keep(['ab', 'ab', 'cd'], FRAME + 44, { describe }).after).toEqual(['ab', 'cd']);
  });

  it('keeps no context that cannot be met again, and none with a forgotten symbol', () => {
    expect(keep(['ab', 'cd'], 1000, { describe: () => (_contexts, hash) => (hash === 0 ? undefined : { needs: [hash], isEcho: false }) }).after).toEqual(['cd']); // prettier-ignore
    const many = Array.from({ length: 10 }, (_, i) =>
      [String.fromCharCode(65 + 2 * i), String.fromCharCode(66 + 2 * i)].join(''),
    );
    expect(keep(many, 1000).after).toEqual(many.slice(2));
  });

  it('keeps the most frequent successors', () => {
    expect(keep(['ab', 'ac', 'ad', 'ad', 'ac', 'ad'], 1000, { successors: 2 }).after).toEqual([
      'adc',
    ]);
  });

  it('keeps a smaller context where a larger one does not fit', () => {
    const long = 'x'.repeat(500);
    const symbols = createSymbols<string>(4);
    const contexts = createContexts(limits);
    for (let i = 0; i < 3; i++) contexts.learn(symbols.of('a'), symbols.of(long));
    contexts.learn(symbols.of('c'), symbols.of('d'));
    expect(
      keepBest({ symbols, contexts: [contexts], characters: 300, successors: 4 }).values,
    ).toEqual(['d']);
  });

  it('keeps no context whose hash JSON would not give back', () => {
    const symbols = createSymbols<string>(4);
    const contexts = createContexts(limits);
    for (const hash of [NaN, Infinity, 1]) contexts.learn(hash, symbols.of('a'));
    expect(
      keepBest({ symbols, contexts: [contexts], characters: 300, successors: 4 }).contexts,
    ).toEqual([[[1, 1, 0, 1]]]);
  });

  it('keeps no value that JSON would not give back', () => {
    const object = {};
    const symbols = createSymbols<unknown>(4);
    const contexts = createContexts(limits);
    for (const value of [object, 10n, undefined, NaN, 'text', null, 5])
      contexts.learn(1, symbols.of(value));
    expect(keepBest({ symbols, contexts: [contexts], characters: 300, successors: 9 }).values).toEqual([['NaN'], 'text', null, 5]); // prettier-ignore
  });
});
