import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { findByte } from '../../src/mot/findByte.js';

const find = (bytes: Uint8Array, byte: number, from: number): number =>
  findByte(bytes, new DataView(bytes.buffer, bytes.byteOffset, bytes.length), byte, from);

describe('findByte', () => {
  it('finds the byte at each distance, also beyond the words', () => {
    const bytes = new Uint8Array(300).fill(0x2c);
    for (let at = 0; at < bytes.length; at++) {
      bytes[at] = 0x0a;
      expect(find(bytes, 0x0a, 0)).toBe(at);
      expect(find(bytes, 0x0a, Math.max(0, at - 5))).toBe(at);
      expect(find(bytes, 0x0a, at + 1)).toBe(-1);
      bytes[at] = 0x2c;
    }
  });

  it('agrees with `indexOf` for any bytes, in any part of a buffer', () => {
    // Neighbours of a byte, whose difference from it borrows from the next one.
    const near = fc.constantFrom(0x00, 0x09, 0x0a, 0x0b, 0x0d, 0x8a, 0x8d, 0xff);
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 400 }),
        fc.array(near, { maxLength: 40 }),
        fc.constantFrom(0x0a, 0x0d),
        fc.nat(8),
        (any, neighbours, byte, offset) => {
          const bytes = Uint8Array.from([...neighbours, ...any, ...neighbours]).subarray(offset);
          for (let from = 0; from <= bytes.length; from += 3)
            expect(find(bytes, byte, from)).toBe(bytes.indexOf(byte, from));
        },
      ),
    );
  });
});
