import { describe, expect, it } from '@jest/globals';
import { createPositions } from '../../src/learning/positions.js';
import { run } from '../support/walk.js';

/** Positions that are numbered in the order in which they are made. */
function numbered() {
  let made = 0;
  return createPositions(() => ({ number: ++made }));
}

describe('createPositions', () => {
  it('makes one position for each reader, on its first use', () => {
    const positions = numbered();
    expect([7, 3, 7, 3, 3].map((reader) => positions.of(reader).number)).toEqual([1, 2, 1, 2, 2]);
  });

  it('knows the position that was asked for last', () => {
    const positions = numbered();
    expect(positions.last).toBeUndefined();
    for (const reader of [7, 3, 7]) {
      const position = positions.of(reader);
      expect(positions.last).toBe(position);
    }
  });

  it('renews the position of one reader without changing the others', () => {
    const positions = numbered();
    const [one, other] = [positions.of(1), positions.of(2)];
    const renewed = positions.renew(1);
    expect(renewed).not.toBe(one);
    expect(positions.last).toBe(renewed);
    expect([positions.of(2), positions.of(1)]).toEqual([other, renewed]);
  });

  it('forgets the position of a reader that has ended, and keeps the others', () => {
    const positions = numbered();
    const [one, other] = [positions.of(1), positions.of(2)];
    positions.delete(1);
    expect(positions.last).toBe(other);
    expect(positions.of(2)).toBe(other);
    expect(positions.of(1)).not.toBe(one);
  });

  it('has no last position after the reader that moved last has ended', () => {
    const positions = numbered();
    positions.of(1);
    const last = positions.of(2);
    positions.delete(2);
    expect(positions.last).toBeUndefined();
    expect(positions.of(2)).not.toBe(last);
  });

  it('keeps 16,384 positions and forgets the reader that moved longest ago', () => {
    const positions = numbered();
    for (const reader of run(1, 16_384)) positions.of(reader);
    expect(positions.of(1).number).toBe(1);
    positions.of(16_385);
    // Reader 1 has moved again since, so reader 2 moved longest ago.
    expect(positions.of(1).number).toBe(1);
    expect(positions.of(3).number).toBe(3);
    expect(positions.of(2).number).toBe(16_386);
  });

  it('hands over the position of each reader that ends or is forgotten', () => {
    const left: number[] = [];
    let made = 0;
    const positions = createPositions(
      () => ++made,
      (position) => left.push(position),
    );
    for (const reader of run(1, 16_384)) positions.of(reader);
    positions.delete(5);
    positions.delete(5);
    expect(left).toEqual([5]);
    positions.of(20_000);
    positions.of(20_001);
    expect(left).toEqual([5, 1]);
  });
});
