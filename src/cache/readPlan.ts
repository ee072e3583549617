import type { Cursor } from './cursor.js';

/** A cursor's plan as it was made, the likeliest first: `[key, likelihood]`. */
export function readPlan<K>({ plan, table: { keys, likelihoods } }: Cursor<K>): (readonly [K, number])[] {
  return plan.map((said) => {
    const place = said < 0 ? ~said : said;
    return [keys[place] as K, likelihoods[place] as number] as const;
  });
}
