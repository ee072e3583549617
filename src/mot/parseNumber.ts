import { isSpace } from './isSpace.js';

/** A decimal number as text; not hexadecimal, `Infinity` or with digit separators. */
const decimal = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/;

/** Most bytes of a number. */
export const longestField = 1024;

/** 10^0 to 10^15, which are exact. */
const powers = Float64Array.from({ length: 16 }, (_, exponent) => 10 ** exponent);

/**
 * Parses a finite decimal number with optional spaces around it; NaN for anything else.
 *
 * Up to 15 digits are read as one integer and divided once by a power of ten. Both are exact, so
 * the quotient is rounded once, as `Number(text)` rounds it (Clinger, "How to Read Floating Point
 * Numbers Accurately", PLDI 1990). Other numbers are parsed as text.
 */
export function parseNumber(bytes: Uint8Array, from: number, to: number): number {
  let start = from;
  let end = to;
  while (start < end && isSpace(bytes[start] ?? 0)) start++;
  while (start < end && isSpace(bytes[end - 1] ?? 0)) end--;
  const sign = bytes[start];
  let at = sign === 0x2d || sign === 0x2b ? start + 1 : start;
  let digits = 0;
  let point = -1;
  let mantissa = 0;
  for (; at < end; at++) {
    const byte = bytes[at] ?? 0;
    if (byte >= 0x30 && byte <= 0x39) {
      mantissa = mantissa * 10 + (byte - 0x30);
      digits++;
    } else if (byte === 0x2e && point < 0) point = digits;
    else return parseText(bytes, start, end);
  }
  if (digits === 0) return NaN;
  if (digits > 15) return parseText(bytes, start, end);
  const value = point < 0 ? mantissa : mantissa / (powers[digits - point] ?? NaN);
  return sign === 0x2d ? -value : value;
}

function parseText(bytes: Uint8Array, start: number, end: number): number {
  if (end - start > longestField) return NaN;
  const text = String.fromCharCode(...bytes.subarray(start, end));
  const value = decimal.test(text) ? Number(text) : NaN;
  return Number.isFinite(value) ? value : NaN;
}
