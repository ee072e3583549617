import { findSourceMap } from 'node:module';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { FunctionTime } from './functionTimes.js';

/** Place of a function in its source: a path from here, or from its package, and the line. */
export function placeOf({
  url,
  line,
  column,
}: Pick<FunctionTime, 'url' | 'line' | 'column'>): string {
  if (!url.startsWith('file:')) return url === '' ? 'built in' : `${url}:${line}`;
  const entry = findSourceMap(url)?.findEntry(line - 1, column - 1);
  const isMapped = entry !== undefined && 'originalSource' in entry;
  const source = isMapped && entry.originalSource.startsWith('file:') ? entry.originalSource : url;
  const place = `${relative('.', fileURLToPath(source))}:${isMapped ? entry.originalLine + 1 : line}`;
  return place.replace(/^.*node_modules\//, '').replace(/^rxjs\/.*internal\//, 'rxjs/…/');
}
