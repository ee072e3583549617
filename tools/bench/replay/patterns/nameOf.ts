const LETTERS = 5;
const NAMES = 26 ** LETTERS;

/**
 * A name of five letters for a number, without steps between names: the order in which a generator
 * numbers its keys would help a predictor, and has no meaning. Numbers below 26^5 have different
 * names.
 */
export function nameOf(number: number): string {
  let rest = (number * 7_368_787 + 1_299_709) % NAMES;
  let name = '';
  for (let i = 0; i < LETTERS; i++) {
    name += String.fromCharCode(97 + (rest % 26));
    rest = Math.floor(rest / 26);
  }
  return name;
}
