import { describe, expect, it } from '@jest/globals';
import { createPositions } from '../../src/learning/positions.js';
import { run } from '../support/walk.js';

/** Positions that say as which they were made. */
function numbered() {
  let made = 0;
  return createPositions(() => ({ number: ++made }));
}

describe('positions', () => {
  it('are one for each reader, made when it is first asked for', () => {
    const positions = numbered();
    expect([7, 3, 7, 3, 3].map((reader) => positions.of(reader).number)).toEqual([1, 2, 1, 2, 2]);
  });

  it('say which was asked for last', () => {
    const positions = numbered();
    expect(positions.last).toBeUndefined();
    for (const reader of [7, 3, 7]) {
      const position = positions.of(reader);
      expect(positions.last).toBe(position);
    }
  });

  it('begin anew for a reader that is lost, and for that one alone', () => {
    const positions = numbered();
    const [one, other] = [positions.of(1), positions.of(2)];
    const renewed = positions.renew(1);
    expect(renewed).not.toBe(one);
    expect(positions.last).toBe(renewed);
    expect([positions.of(2), positions.of(1)]).toEqual([other, renewed]);
  });

  it('are forgotten when their reader ends, and those of others stay', () => {
    const positions = numbered();
    const [one, other] = [positions.of(1), positions.of(2)];
    positions.delete(1);
    expect(positions.last).toBe(other);
    expect(positions.of(2)).toBe(other);
    expect(positions.of(1)).not.toBe(one);
  });

  it('say none as the last when the reader that moved last has ended', () => {
    const positions = numbered();
    positions.of(1);
    const last = positions.of(2);
    positions.delete(2);
    expect(positions.last).toBeUndefined();
    expect(positions.of(2)).not.toBe(last);
  });

  it('of readers that never end are bounded: the one that moved longest ago is forgotten', () => {
    const positions = numbered();
    for (const reader of run(1, 16_384)) positions.of(reader);
    expect(positions.of(1).number).toBe(1);
    positions.of(16_385);
    // 2 had moved longest ago, as 1 has moved since.
    expect(positions.of(1).number).toBe(1);
    expect(positions.of(3).number).toBe(3);
    expect(positions.of(2).number).toBe(16_386);
  });
});
