import { isSpace } from './isSpace.js';

const longest = 40;
const decoder = new TextDecoder();

/** A column as text for a message: in quotes, trimmed, cut at 40 bytes. */
export function quote(column: Uint8Array): string {
  let start = 0;
  let end = column.length;
  while (start < end && isSpace(column[start] ?? 0)) start++;
  while (start < end && isSpace(column[end - 1] ?? 0)) end--;
  const text = decoder.decode(column.subarray(start, Math.min(end, start + longest)));
  return JSON.stringify(end - start > longest ? `${text}…` : text);
}
