import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { Key } from '../../../src/replay/types.js';
import type { Shown, ViewTrace } from './trace.js';

/** Traces of tiles. */
const form = /^(?:map|pan)_.*\.txt\.gz$/;
const suffix = '.txt.gz';
/** Requests that are no further apart, in milliseconds, belong to one view. */
const GAP = 50;
/** Milliseconds that a view stays at most: a longer pause makes no difference. */
const MAX_STAY = 5000;
/** Keys of a view, on average, without which a trace is one of single keys. */
const LEAST_KEYS = 1.5;
const LOAD = 200;

/**
 * The traces of a folder that are of views of tiles: files `map_<name>.txt.gz` or
 * `pan_<name>.txt.gz`, a request a line, as its key, a tab and its time in milliseconds. Requests of
 * one burst are one view.
 *
 * Traces of single keys, and without times, are passed over. Empty lines part sessions.
 *
 * @param limit - how many views are read of each
 * @throws Error if the folder has no such trace
 */
export function readViews(folder: string, limit: number): ViewTrace[] {
  const files = readdirSync(folder).filter((file) => form.test(file));
  const traces = files.sort().flatMap((file) => {
    const views = viewsOf(gunzipSync(readFileSync(join(folder, file))).toString()).slice(0, limit);
    const keys = views.reduce((sum, view) => sum + view.keys.length, 0);
    if (keys < LEAST_KEYS * views.length || views.length === 0) return [];
    return [{ name: basename(file, suffix), load: LOAD, views }];
  });
  if (traces.length === 0)
    throw new Error(`Expected \`${folder}\` to have traces of views with times, and it has none`);
  return traces;
}

function viewsOf(text: string): Shown[] {
  const views: Shown[] = [];
  let keys = new Set<Key>();
  let [began, last] = [NaN, NaN];
  const end = (at: number): void => {
    if (keys.size > 0)
      views.push({ keys: [...keys], stay: Math.min(Math.max(at - began, 1), MAX_STAY) });
    keys = new Set();
  };
  for (const line of text.split('\n')) {
    const [key = '', time = ''] = line.trimEnd().split('\t');
    const at = time === '' ? NaN : Number(time);
    if (!(at - last <= GAP)) {
      end(at >= last ? at : last + MAX_STAY);
      began = at;
    }
    last = at;
    if (key !== '' && !Number.isNaN(at)) keys.add(/^-?\d{1,15}$/.test(key) ? Number(key) : key);
  }
  end(last + MAX_STAY);
  return views;
}
