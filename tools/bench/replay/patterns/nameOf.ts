const LETTERS = 5;
const NAMES = 26 ** LETTERS;

/**
 * A name of five letters for a number, another one for each number below 26^5. Names of neighbours
 * are not alike, as the numbers of generated keys mean nothing.
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
