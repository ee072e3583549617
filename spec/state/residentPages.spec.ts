import { describe, expect, it } from '@jest/globals';
import { PAGE_SIZE } from '../../src/state/pageSize.js';
import { createResidentPages } from '../../src/state/residentPages.js';

const resident = (key: unknown, bytes = 0, unrequested = false) => ({ key, bytes, unrequested });

describe('The pages of a state', () => {
  it('begin without changes', () => {
    expect(createResidentPages([[resident(1)]]).takeChanges()).toEqual([]);
  });

  it('report the page of an added item', () => {
    const pages = createResidentPages<unknown>([]);
    pages.add(resident('a'));
    pages.add(resident('b'));
    expect(pages.takeChanges()).toEqual([[0, [resident('a'), resident('b')]]]);
    expect(pages.takeChanges()).toEqual([]);
  });

  it('hold a fixed number of items each, and fill pages with room', () => {
    const pages = createResidentPages<unknown>([]);
    for (let key = 0; key <= PAGE_SIZE; key++) pages.add(resident(key));
    expect(pages.takeChanges().map(([number, page]) => [number, page.length])).toEqual([[0, PAGE_SIZE], [1, 1]]); // prettier-ignore
    pages.remove(resident(5));
    pages.remove(resident(7));
    expect(pages.takeChanges().map(([number, page]) => [number, page.length])).toEqual([
      [0, PAGE_SIZE - 2],
    ]);
    for (const key of ['x', 'y', 'z']) pages.add(resident(key));
    const total = pages.takeChanges().reduce((sum, [, page]) => sum + page.length, 0);
    expect(total).toBeGreaterThan(2);
  });

  it('change one page with one change, however many there are', () => {
    const pages = createResidentPages<unknown>([]);
    for (let key = 0; key < 10 * PAGE_SIZE; key++) pages.add(resident(key));
    pages.takeChanges();
    pages.use(3 * PAGE_SIZE + 1);
    expect(pages.takeChanges().map(([number]) => number)).toEqual([3]);
  });

  it('mark a used item as requested', () => {
    const pages = createResidentPages<unknown>([[resident('a', 5, true), resident('b', 6, true)]]);
    pages.use('a');
    expect(pages.takeChanges()).toEqual([[0, [resident('a', 5, false), resident('b', 6, true)]]]);
  });

  it('remove the matching one of two items of a key', () => {
    for (const [leaves, stays] of [
      [3, 1],
      [1, 3],
    ] as const) {
      // prettier-ignore
      const pages = createResidentPages<unknown>([[resident('a', 3), resident('a', 1)]]);
      pages.remove(resident('a', leaves));
      expect(pages.takeChanges()).toEqual([[0, [resident('a', stays)]]]);
    }
  });

  it('ignore keys that they do not hold', () => {
    const pages = createResidentPages<unknown>([[resident('a')]]);
    pages.remove(resident('x'));
    pages.use('x');
    expect(pages.takeChanges()).toEqual([]);
  });

  it('do not change the pages with which they begin', () => {
    const page = [resident('a')];
    const pages = createResidentPages<unknown>([page]);
    pages.add(resident('b'));
    pages.remove(resident('a'));
    expect(page).toEqual([resident('a')]);
  });

  it('compare keys as a Map does', () => {
    const pages = createResidentPages<unknown>([[resident(NaN), resident(0), resident('0')]]);
    pages.remove(resident(NaN));
    pages.remove(resident(-0));
    expect(pages.takeChanges()).toEqual([[0, [resident('0')]]]);
  });
});
