/** The text around the numbers of a string. */
export interface Template {
  /** One text more than there are numbers. */
  readonly around: readonly string[];
  /** By number: the separator of a date such as `2026-11-29`; empty for an integer. */
  readonly separators: readonly string[];
  /** By number: the digits to which it is padded with zeros; 0 for no padding. */
  readonly widths: number[];
  /** By number: whether it may be below 0. */
  readonly signed: boolean[];
}

/** A string as a template and the numbers in it; a date is its day since 1970. */
export interface Filled {
  readonly template: Template;
  readonly numbers: readonly number[];
}

/** Strings with more characters, numbers, or digits of one number have no template. */
export const MAX_LENGTH = 300;
const MAX_NUMBERS = 6;
const MAX_DIGITS = 15;
/** An integer or a decimal, and a hyphen before it. */
const NUMBER = /-?\d+(?:\.\d+)*/g;
/** Year, separator, month and day. */
const DATE = /(\d{4})([-/_.])(\d\d)\2(\d\d)(?!\d)/y;
const DATE_LENGTH = 10;
/** Characters behind which a hyphen is a sign, as at the start of a string. */
const BEFORE_SIGN = ',;:/=(_ ';
const DAY = 86_400_000;

/** Reads a string as a template with numbers; undefined for a string that has none. */
export function readTemplate(text: string): Filled | undefined {
  if (text.length > MAX_LENGTH) return undefined;
  const template = {
    around: [] as string[],
    separators: [] as string[],
    widths: [] as number[],
    signed: [] as boolean[],
  };
  const numbers: number[] = [];
  let end = 0;
  const put = (from: number, to: number, number: number, separator = '', width = 0): void => {
    template.around.push(text.slice(end, from));
    template.separators.push(separator);
    template.widths.push(width);
    template.signed.push(number < 0);
    numbers.push(number);
    end = to;
  };
  NUMBER.lastIndex = 0;
  for (let found = NUMBER.exec(text); found; found = NUMBER.exec(text)) {
    const { index } = found;
    const digitsAt = index + (found[0].startsWith('-') ? 1 : 0);
    const date = readDate(text, digitsAt);
    const digits = text.slice(digitsAt, NUMBER.lastIndex);
    if (numbers.length === MAX_NUMBERS || (!date && digits.length > MAX_DIGITS)) return undefined;
    if (date) {
      NUMBER.lastIndex = digitsAt + DATE_LENGTH;
      put(digitsAt, NUMBER.lastIndex, date.day, date.separator);
    } else if (!digits.includes('.')) {
      // A decimal is text.
      const isNegative = digitsAt > index && BEFORE_SIGN.includes(text.charAt(index - 1));
      const width = digits.length > 1 && digits.startsWith('0') ? digits.length : 0;
      const number = isNegative ? -Number(digits) : Number(digits);
      put(isNegative ? index : digitsAt, NUMBER.lastIndex, number, '', width);
    }
  }
  template.around.push(text.slice(end));
  return numbers.length > 0 ? { template, numbers } : undefined;
}

/**
 * The string of a template with numbers; undefined if there is no such string.
 *
 * @param widths - by number: the digits to which it is padded
 */
export function fillTemplate(
  { around, separators, signed }: Template,
  numbers: readonly number[],
  widths: readonly number[],
): string | undefined {
  let text = around[0] as string;
  for (let i = 0; i < numbers.length; i++) {
    const number = numbers[i] as number;
    const separator = separators[i] as string;
    if (!Number.isSafeInteger(number) || (separator === '' && number < 0 && !signed[i]))
      return undefined;
    const written =
      separator === ''
        ? (number < 0 ? '-' : '') + String(Math.abs(number)).padStart(widths[i] as number, '0')
        : writeDate(number, separator);
    if (written === undefined) return undefined;
    text += written + (around[i + 1] as string);
  }
  return text;
}

/** A date that exists. */
function readDate(
  text: string,
  at: number,
): { readonly day: number; readonly separator: string } | undefined {
  DATE.lastIndex = at;
  const [found, year, separator = '', month, day] = DATE.exec(text) ?? [];
  if (found === undefined) return undefined;
  const days = Date.parse(`${year}-${month}-${day}`) / DAY;
  // Some engines take February 30 for March 2.
  return writeDate(days, separator) === found ? { day: days, separator } : undefined;
}

/** Years have four digits. */
function writeDate(day: number, separator: string): string | undefined {
  const time = new Date(day * DAY);
  if (Number.isNaN(time.getTime())) return undefined;
  const iso = time.toISOString();
  return /^\d{4}-/.test(iso) ? iso.slice(0, DATE_LENGTH).split('-').join(separator) : undefined;
}
