import { describe, expect, it } from '@jest/globals';
import {
  baseRateAt,
  createPredictionRing,
  nextPrediction,
  setBaseRate,
} from '../../../src/learning/mixing/predictionRing.js';

describe('createPredictionRing', () => {
  it('keeps open predictions while it grows, also after the first have ended and base rates came late', () => {
    const ring = createPredictionRing();
    for (let i = 0; i < 500; i++) {
      const number = nextPrediction(ring);
      const at = number & ring.mask;
      ring.rows[at] = i;
      ring.kinds[at] = 2 * i;
      ring.older[at] = 3 * i;
      setBaseRate(ring, at, i < 100 ? 0 : i / 500);
      if (i % 3 === 0) ring.first++;
    }
    for (let number = ring.first; number < ring.end; number++) {
      const at = number & ring.mask;
      const baseRate = number < 100 ? 0 : number / 500;
      expect([ring.rows[at], ring.kinds[at], ring.older[at], baseRateAt(ring, at)]).toEqual([
        number,
        2 * number,
        3 * number,
        baseRate,
      ]);
    }
    expect([ring.end - ring.first, ring.mask + 1]).toEqual([333, 512]);
  });

  it('has no room for base rates until one is above 0', () => {
    const ring = createPredictionRing();
    setBaseRate(ring, nextPrediction(ring), 0);
    expect([ring.baseRates, baseRateAt(ring, 0)]).toEqual([undefined, 0]);
  });
});
