import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { Sessions } from '../../../src/replay/sessions.js';
import { patterns } from './patterns/patterns.js';
import type { Trace } from './trace.js';
import type { Key } from '../../../src/replay/types.js';

const suffix = '.txt.gz';

/**
 * Milliseconds of a load and of a look, by the first word of a trace's name; those of a pattern's
 * name are its own.
 */
const paces: Readonly<Record<string, readonly [load: number, think: number]>> = {
  ...Object.fromEntries(patterns.map(({ name, load, think }) => [name, [load, think]])),
  pan: [100, 33],
  map: [150, 300],
  web: [300, 2000],
  pages: [300, 2000],
  shop: [300, 2000],
  news: [300, 2000],
  io: [10, 4],
};
const usualPace = [100, 40] as const;

/**
 * The traces of a folder: files `<kind>_<name>.txt.gz`, a request a line, of which the key is what
 * stands before the first tab. Integers are numbers.
 *
 * Empty lines part sessions.
 *
 * @param limit - how many keys are read of each
 * @throws Error if the folder has no such file, or a file no key
 */
export function readTraces(folder: string, limit: number): Trace[] {
  const files = readdirSync(folder).filter((file) => file.endsWith(suffix));
  if (files.length === 0)
    throw new Error(
      `Expected \`${folder}\` to have files that end in \`${suffix}\`, and it has none`,
    );
  return files.sort().map((file) => {
    const name = basename(file, suffix);
    const [load, think] = paces[name.split('_')[0] ?? ''] ?? usualPace;
    const text = gunzipSync(readFileSync(join(folder, file))).toString();
    const { keys, starts } = readKeys(text, limit);
    if (keys.length === 0)
      throw new Error(`Expected \`${file}\` to have a key a line, and it has none`);
    return { name, load, think, keys, starts };
  });
}

function readKeys(text: string, limit: number): Sessions {
  const [keys, starts]: [Key[], number[]] = [[], []];
  let isNew = true;
  for (const line of text.split('\n')) {
    if (keys.length === limit) break;
    const word = line.trimEnd().split('\t')[0] ?? '';
    if (word !== '') {
      if (isNew) starts.push(keys.length);
      keys.push(/^-?\d{1,15}$/.test(word) ? Number(word) : word);
    }
    isNew = word === '';
  }
  return { keys, starts };
}
