import * as fc from 'fast-check';

/** Whether far more and longer programs are tried: `npm test -- long`. */
export const isLong = process.env.LONG_PROPERTIES === '1';

/**
 * Which inputs a property tries: the quick run tries the same each time, so that a failing build
 * means a change; the long run tries others, unless `PROPERTY_SEED` holds the seed that a failure
 * printed.
 */
export function seedOf(usual: number): { readonly seed?: number } {
  const given = process.env.PROPERTY_SEED;
  return given === undefined ? (isLong ? {} : { seed: usual }) : { seed: Number(given) };
}

// Jest runs this file before each spec, so that it holds for properties that name no seed.
fc.configureGlobal(seedOf(1));
