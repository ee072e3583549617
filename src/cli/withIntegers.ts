/** Which keys become numbers: those of decimal integers, none, or all if all are integers. */
export type IntegerRule = 'yes' | 'no' | 'auto';

/** Safe integers, in the one form in which `String` writes them. */
const integer = /^(?:0|-?[1-9]\d{0,14})$/;

/** Makes numbers of keys, where the rule says so. */
export function withIntegers(
  keys: readonly string[],
  rule: IntegerRule,
): readonly (string | number)[] {
  const isNumeric = rule === 'yes' || (rule === 'auto' && keys.every((key) => integer.test(key)));
  return isNumeric ? keys.map((key) => (integer.test(key) ? Number(key) : key)) : keys;
}
