import { describe, expect, it } from '@jest/globals';
import { createViewTrail } from '../../src/learning/viewTrail.js';
import { run } from '../support/walk.js';

/** A trail of views of integers; each view returns its step. */
function createScene() {
  const trail = createViewTrail<number, number>();
  const show = (...keys: number[]): number | undefined => {
    trail.next();
    for (const key of keys) trail.enter(key, (before) => key - before);
    return trail.close();
  };
  return { trail, show };
}

describe('createViewTrail', () => {
  it('finds the step that most keys of two views share, in any order of the keys', () => {
    const { show } = createScene();
    expect(show(10, 20, 35)).toBeUndefined();
    expect(show(11, 21, 36)).toBe(1);
    expect(show(33, 8, 18)).toBe(-3);
  });

  it('finds no step where fewer than half of the keys share one', () => {
    const { show } = createScene();
    show(0, 10, 20, 30, 40);
    expect(show(1001, 2003, 3007, 4015)).toBeUndefined();
  });

  it('keeps the first 32 keys of a view, and compares with 8 that are spread over it', () => {
    const { trail, show } = createScene();
    show(...run(0, 40));
    expect(trail.keys).toEqual(run(0, 32));
    trail.next();
    expect([trail.before, trail.keys]).toEqual([run(0, 8, 4), []]);
    trail.enter(7, () => undefined);
    trail.next();
    expect(trail.before).toEqual([7]);
  });

  it('is open from the first key of a view to its end', () => {
    const { trail } = createScene();
    expect(trail.isOpen).toBe(false);
    trail.next();
    trail.enter(1, () => undefined);
    expect(trail.isOpen).toBe(true);
    trail.close();
    expect(trail.isOpen).toBe(false);
  });
});
