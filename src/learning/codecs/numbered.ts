import type { Codec } from './codec.js';
import { fillTemplate, MAX_LENGTH, readTemplate, type Filled, type Template } from './template.js';

/** Largest distance between keys of one view: if only their last numbers differ, and else. */
const NEAR_IN_ROW = 128;
const NEAR = 4;
/** Keys in a row that form one region. */
const REGION = 8192;
/** The finest zoom of a map tile. */
const MAX_ZOOM = 24;
/** The end of a text before the column or the row of a map tile. */
const AXIS = /(?:x|y|col|column|row)\W*$/i;
/** Parsed keys that are kept at most. */
const MAX_PARSED = 512;

interface Parsed extends Filled {
  /** The template as a string; the same for keys that have steps between them. */
  readonly name: string;
  /** Whether the last three numbers are zoom, column and row of a map tile. */
  readonly isTile: boolean;
  /** By number: the width to which it is padded in this key; 0 if it is not. */
  readonly padded: readonly number[];
  readonly region: number | undefined;
}

/**
 * Codec of strings with numbers, such as `frame_0012.jpg`, `/page/7`, `12,7` or `log-2026-11-29`.
 *
 * Strings with the same text around their numbers have steps between them: the difference of the
 * last number if only that differs, else the differences of all. Padding with zeros is kept; the
 * steps of dates are days. Where the last three numbers are zoom, column and row of a map tile, a
 * step is a zoom and then a pan, as with `tiles`. Decimals are text. A string of over 300 characters
 * or 6 numbers, or with a number of over 15 digits, has no steps. Each of the last 512 keys is parsed
 * once.
 */
export function numbered(): Codec<string> {
  const parse = createParser();
  /** The differences between two keys; undefined if they have not the same template. */
  const between = (to: string, from: string): readonly number[] | undefined => {
    const [b, a] = [parse(to), parse(from)];
    if (b === undefined || a?.name !== b.name) return undefined;
    return differences(a, b);
  };
  const isInRow = (key: string, steps: readonly number[]): boolean =>
    parse(key)?.isTile === false && steps.every((step, i) => i === steps.length - 1 || step === 0);
  return {
    sub(to, from) {
      const steps = between(to, from);
      if (!steps?.every(Number.isSafeInteger)) return undefined;
      return isInRow(from, steps) ? steps.at(-1) : `#${steps.join()}`;
    },
    add(key, step) {
      const parsed = parse(key);
      const steps = parsed && readSteps(step, parsed.numbers.length);
      return steps && fillTemplate(parsed.template, moved(parsed, steps), widthsAt(parsed));
    },
    isNear(to, from) {
      const steps = between(to, from);
      if (!steps) return false;
      const most = isInRow(from, steps) ? NEAR_IN_ROW : NEAR;
      return steps.every((step) => Math.abs(step) <= most);
    },
    region: (key) => parse(key)?.region,
  };
}

function createParser(): (key: unknown) => Parsed | undefined {
  const templates = new Map<string, Template>();
  const known = new Map<string, Parsed | undefined>();
  return (key) => {
    // A long key is not kept.
    if (typeof key !== 'string' || key.length > MAX_LENGTH) return undefined;
    if (known.has(key)) return known.get(key);
    if (known.size >= MAX_PARSED) {
      known.clear();
      templates.clear();
    }
    const filled = readTemplate(key);
    const parsed = filled && describe(filled, templates);
    known.set(key, parsed);
    return parsed;
  };
}

/**
 * Keys of one name share a template, as the padding and the signs of one key tell those of others.
 */
function describe({ template, numbers }: Filled, templates: Map<string, Template>): Parsed {
  const { around, separators, signed } = template;
  const widths = [...template.widths];
  const name = JSON.stringify([around, separators]);
  const shared = templates.get(name) ?? template;
  templates.set(name, shared);
  numbers.forEach((_, i) => {
    shared.widths[i] = (widths[i] as number) || (shared.widths[i] as number);
    shared.signed[i] ||= signed[i] as boolean;
  });
  const filled = { template: shared, numbers };
  const isOfTile = isTile(filled);
  return {
    ...filled,
    name,
    isTile: isOfTile,
    padded: widths,
    region: isOfTile ? undefined : regionOf(filled),
  };
}

/**
 * The widths of the keys that steps lead to: those of a key; where it may or may not be padded, those
 * of other keys of its template.
 */
function widthsAt({ padded, numbers, template: { widths } }: Parsed): number[] {
  return widths.map((width, i) => {
    const isShort = String(Math.abs(numbers[i] as number)).length < width;
    return (padded[i] as number) || (isShort ? 0 : width);
  });
}

function isTile({ numbers, template: { around, separators } }: Filled): boolean {
  const n = numbers.length;
  const [z = -1, x = -1, y = -1] = numbers.slice(-3);
  const side = 2 ** z;
  if (n < 3 || separators.slice(-3).join('') !== '') return false;
  if (z < 0 || z > MAX_ZOOM || x < 0 || x >= side || y < 0 || y >= side) return false;
  const [beforeX, beforeY] = [around[n - 2] as string, around[n - 1] as string];
  return beforeX === beforeY ? beforeX.length === 1 : AXIS.test(beforeX) && AXIS.test(beforeY);
}

/**
 * The difference of each number; from a tile to another zoom, the zoom and then the pan. Undefined
 * between a tile and what is none, unless they have the same zoom.
 */
function differences(from: Parsed, to: Parsed): number[] | undefined {
  const steps = to.numbers.map((number, i) => number - (from.numbers[i] as number));
  const zoom = steps.at(-3);
  if (!zoom || !(from.isTile || to.isTile)) return steps;
  if (from.isTile !== to.isTile) return undefined;
  const zoomed = zoomTo(from.numbers, zoom);
  return to.numbers.map((number, i) => number - (zoomed[i] as number));
}

function moved({ numbers, isTile }: Parsed, steps: readonly number[]): number[] {
  const zoom = steps.at(-3);
  const from = zoom && isTile ? zoomTo(numbers, zoom) : numbers;
  return from.map((number, i) => number + (steps[i] as number));
}

/** Column and row at another zoom. */
function zoomTo(numbers: readonly number[], zoom: number): number[] {
  const n = numbers.length;
  return numbers.map((number, i) => (i < n - 2 ? number : Math.floor(number * 2 ** zoom)));
}

/** The differences of a step for so many numbers; undefined for a step of other keys. */
function readSteps(step: number | string, count: number): number[] | undefined {
  if (typeof step === 'number')
    return Array.from({ length: count }, (_, i) => (i < count - 1 ? 0 : step));
  const steps = step.startsWith('#') ? step.slice(1).split(',').map(parseFloat) : [];
  return steps.length === count ? steps : undefined;
}

/** A hash of 30 bits of all but the last number, and of the part of the row. */
function regionOf({ template: { around }, numbers }: Filled): number {
  let hash = around.length;
  const mix = (value: number): void => {
    hash = Math.imul(hash ^ value, 0x9e37_79b1);
    hash ^= hash >>> 15;
  };
  for (const text of around) for (let i = 0; i < text.length; i++) mix(text.charCodeAt(i));
  for (let i = 0; i < numbers.length - 1; i++) mix(numbers[i] as number);
  mix(Math.floor((numbers.at(-1) as number) / REGION));
  return hash & 0x3fff_ffff;
}
