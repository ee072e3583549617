/** A string as a template and the numbers in it. */
export interface Filled {
  readonly template: Template;
  readonly numbers: readonly number[];
}

/** The text around the numbers of a string. */
export interface Template {
  /** One text more than there are numbers. */
  readonly around: readonly string[];
  /** By number: the separator of a date that is written `2026-11-29`; empty for an integer. */
  readonly separators: readonly string[];
  /** By number: the digits to which an integer is padded with zeros, as seen last. */
  readonly widths: number[];
}

/** Strings with more characters, numbers or digits in one number have no template. */
const MAX_LENGTH = 300;
const MAX_NUMBERS = 6;
const MAX_DIGITS = 15;
/** Templates, and filled ones, that are kept at most. */
const MAX_KEPT = 512;
/** An integer or a decimal, with its sign. */
const NUMBER = /-?\d+(?:\.\d+)*/g;
/** Year, separator, month, day; another digit behind it makes it no date. */
const DATE = /(\d{4})([-/_.])(\d\d)\2(\d\d)(?!\d)/y;
/** The end of a text behind which a hyphen is a sign. */
const BEFORE_SIGN = /(?:^|[,;:/=(_ ])$/;
const DAY = 86_400_000;

/** Reads strings as templates with numbers; each of the last 512 strings is read once. */
export function createTemplates(): (text: string) => Filled | undefined {
  const templates = new Map<string, Template>();
  const known = new Map<string, Filled | undefined>();
  const intern = (template: Template): Template => {
    const name = JSON.stringify([template.around, template.separators]);
    const before = templates.get(name);
    if (!before) {
      templates.set(name, template);
      return template;
    }
    template.widths.forEach((width, i) => {
      if (width > 0) before.widths[i] = width;
    });
    return before;
  };
  return (text) => {
    if (known.has(text)) return known.get(text);
    // Filled templates are compared by identity, so both are forgotten together.
    if (known.size >= MAX_KEPT) {
      known.clear();
      templates.clear();
    }
    const filled = readNumbers(text);
    const one = filled && { template: intern(filled.template), numbers: filled.numbers };
    if (text.length <= MAX_LENGTH) known.set(text, one);
    return one;
  };
}

function readNumbers(text: string): Filled | undefined {
  if (text.length > MAX_LENGTH) return undefined;
  const [around, separators, widths, numbers]: [string[], string[], number[], number[]] = [
    [],
    [],
    [],
    [],
  ];
  let end = 0;
  const put = (from: number, to: number, number: number, separator: string, width: number) => {
    around.push(text.slice(end, from));
    numbers.push(number);
    separators.push(separator);
    widths.push(width);
    end = to;
  };
  NUMBER.lastIndex = 0;
  for (let match = NUMBER.exec(text); match; match = NUMBER.exec(text)) {
    const isSigned = match[0].startsWith('-');
    const digitsAt = match.index + Number(isSigned);
    const date = readDate(text, digitsAt);
    if (date) {
      put(digitsAt, (NUMBER.lastIndex = digitsAt + 10), date.day, date.separator, 0);
      continue;
    }
    const digits = text.slice(digitsAt, NUMBER.lastIndex);
    // A decimal is text.
    if (digits.includes('.')) continue;
    if (digits.length > MAX_DIGITS || numbers.length === MAX_NUMBERS) return undefined;
    const isNegative = isSigned && BEFORE_SIGN.test(text.slice(end, match.index));
    const width = digits.length > 1 && digits.startsWith('0') ? digits.length : 0;
    put(
      isNegative ? match.index : digitsAt,
      NUMBER.lastIndex,
      isNegative ? -Number(digits) : Number(digits),
      '',
      width,
    );
  }
  if (numbers.length === 0) return undefined;
  around.push(text.slice(end));
  return { template: { around, separators, widths }, numbers };
}

/** A date as its day since 1970; undefined for a day that does not exist. */
function readDate(text: string, at: number): { day: number; separator: string } | undefined {
  DATE.lastIndex = at;
  const [found, year, separator = '', month, day] = DATE.exec(text) ?? [];
  if (found === undefined) return undefined;
  const iso = `${year}-${month}-${day}`;
  const time = Date.parse(iso);
  // Some engines take February 30 for March 2.
  if (Number.isNaN(time) || new Date(time).toISOString().slice(0, 10) !== iso) return undefined;
  return { day: time / DAY, separator };
}

/** The string of a template with numbers; undefined if it cannot have one of them. */
export function fill(template: Template, numbers: readonly number[]): string | undefined {
  const { around, separators, widths } = template;
  let text = around[0] as string;
  for (let i = 0; i < numbers.length; i++) {
    const written = write(
      numbers[i] as number,
      separators[i] as string,
      widths[i] as number,
      around[i] as string,
    );
    if (written === undefined) return undefined;
    text += written + (around[i + 1] as string);
  }
  return text;
}

function write(
  number: number,
  separator: string,
  width: number,
  before: string,
): string | undefined {
  if (separator !== '') {
    const time = new Date(number * DAY);
    const iso = Number.isNaN(time.getTime()) ? '' : time.toISOString();
    // Years before 0 and after 9999 have a sign and more digits.
    return /^\d{4}-/.test(iso) ? iso.slice(0, 10).replaceAll('-', separator) : undefined;
  }
  if (!Number.isSafeInteger(number) || (number < 0 && !BEFORE_SIGN.test(before))) return undefined;
  return (number < 0 ? '-' : '') + String(Math.abs(number)).padStart(width, '0');
}
