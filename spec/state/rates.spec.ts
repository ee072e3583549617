import { describe, expect, it } from '@jest/globals';
import { accuracy, coverage, hitRate, loadsPerRequest, timeliness } from '../../src/state/rates.js';
import { createStats } from '../../src/state/stats.js';

const none = createStats().read();
const some = {
  ...none,
  requests: 20,
  hits: 10,
  joins: 4,
  misses: 6,
  loads: 6,
  prefetches: 22,
  revalidations: 2,
  useful: 9,
  timely: 6,
  wasted: 3,
};

describe('Rates', () => {
  it.each([
    ['hitRate', hitRate, 10 / 20],
    ['accuracy', accuracy, 9 / 12],
    ['coverage', coverage, 9 / 15],
    ['timeliness', timeliness, 6 / 9],
    ['loadsPerRequest', loadsPerRequest, 30 / 20],
  ])('are defined as the documentation says: %s', (_name, rate, wanted) => {
    expect(rate(some)).toBeCloseTo(wanted, 12);
  });

  it.each([hitRate, accuracy, coverage, timeliness, loadsPerRequest])(
    'are 0 without anything to divide by: %p',
    (rate) => {
      expect(rate(none)).toBe(0);
    },
  );
});
