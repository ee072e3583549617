import type { Codec } from './codec.js';
import { createTemplates, fill, type Filled } from './template.js';

/** Largest distance between keys of one view: of their last number alone, and of each number. */
const NEAR_ALONE = 128;
const NEAR = 4;
/** Keys in a row that form one region. */
const REGION = 8192;
/** The finest zoom of a map tile. */
const MAX_ZOOM = 24;
/** The end of a text before a column or row of a map tile. */
const AXIS = /(?:x|y|col|column|row)\W*$/i;

/**
 * Codec of strings with numbers, such as `frame_0012.jpg`, `/page/7`, `12,7` or `log-2026-11-29`.
 *
 * A step is the difference of each number where the text around them is the same: a number if only
 * the last one differs. Padding with zeros is kept, and dates have steps in days. Where the last
 * three numbers are the zoom, column and row of a map tile, a step is a zoom and then a pan, as with
 * `tiles`. Decimals are text. Strings of over 300 characters, with over 6 numbers, or with a number
 * of over 15 digits have no steps. Cost: each of the last 512 keys is parsed once.
 */
export function numbered(): Codec<string> {
  const read = createTemplates();
  /** Both keys, if they have the same template. */
  const pairOf = (to: string, from: string): readonly [Filled, Filled] | undefined => {
    const b = read(to);
    const a = b && read(from);
    return a && a.template === b.template ? [a, b] : undefined;
  };
  return {
    sub(to, from) {
      const pair = pairOf(to, from);
      return pair && stepOf(differences(...pair), isTile(pair[1]));
    },
    add(key, step) {
      const filled = read(key);
      if (!filled) return undefined;
      const by = numbersOf(step, filled.numbers.length);
      return by && fill(filled.template, moved(filled, by));
    },
    isNear(to, from) {
      const pair = pairOf(to, from);
      if (!pair) return false;
      const steps = differences(...pair);
      const last = steps.length - 1;
      const isAlone = !isTile(pair[1]) && steps.every((step, i) => i === last || step === 0);
      return isAlone
        ? Math.abs(steps[last] as number) <= NEAR_ALONE
        : steps.every((step) => Math.abs(step) <= NEAR);
    },
    region(key) {
      const filled = read(key);
      if (!filled || isTile(filled)) return undefined;
      const { template, numbers } = filled;
      return hashOf(
        `${template.around.join('#')}#${numbers.slice(0, -1).join()}#${Math.floor((numbers.at(-1) as number) / REGION)}`,
      );
    },
  };
}

/** Whether the last three numbers are zoom, column and row of a map tile. */
function isTile({ numbers, template: { around, separators } }: Filled): boolean {
  const n = numbers.length;
  if (n < 3 || separators.some((separator) => separator !== '')) return false;
  const [z, x, y] = numbers.slice(-3) as [number, number, number];
  if (z < 0 || z > MAX_ZOOM || x < 0 || y < 0 || Math.max(x, y) >= 2 ** z) return false;
  const [beforeX, beforeY] = around.slice(n - 2, n) as [string, string];
  return beforeX === beforeY ? beforeX.length === 1 : AXIS.test(beforeX) && AXIS.test(beforeY);
}

/** The difference of each number; of a tile at another zoom, its pan at that zoom. */
function differences(from: Filled, to: Filled): number[] {
  const steps = to.numbers.map((number, i) => number - (from.numbers[i] as number));
  const n = steps.length;
  const zoom = steps[n - 3];
  if (!zoom || !isTile(from) || !isTile(to)) return steps;
  for (const i of [n - 2, n - 1])
    steps[i] = (to.numbers[i] as number) - Math.floor((from.numbers[i] as number) * 2 ** zoom);
  return steps;
}

function moved(from: Filled, by: readonly number[]): number[] {
  const n = by.length;
  const zoom = n >= 3 && isTile(from) ? (by[n - 3] as number) : 0;
  return from.numbers.map(
    (number, i) =>
      (zoom !== 0 && i >= n - 2 ? Math.floor(number * 2 ** zoom) : number) + (by[i] as number),
  );
}

/** Differences as a step: a number if only the last number differs, else `#` and all of them. */
function stepOf(steps: readonly number[], isOfTile: boolean): number | string | undefined {
  if (!steps.every(Number.isSafeInteger)) return undefined;
  const last = steps.length - 1;
  return !isOfTile && steps.every((step, i) => i === last || step === 0)
    ? steps[last]
    : `#${steps.join()}`;
}

function numbersOf(step: number | string, count: number): number[] | undefined {
  if (typeof step === 'number') {
    const steps = new Array<number>(count).fill(0);
    steps[count - 1] = step;
    return steps;
  }
  const steps = step.startsWith('#') ? step.slice(1).split(',').map(Number) : [];
  return steps.length === count ? steps : undefined;
}

/** FNV-1a, 30 bits. */
function hashOf(text: string): number {
  let hash = 0x811c_9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x0100_0193);
  return (hash ^ (hash >>> 15)) & 0x3fff_ffff;
}
