/** Writes lines of numbers as ASCII into one block of memory, without strings. */
export interface LineWriter {
  /** Bytes that were written and not yet taken. */
  readonly length: number;
  /** Whether another line may not fit; then call `take` first. */
  readonly isFull: boolean;
  /** Writes an integer with a decimal point: 1234 with 1 decimal is `123.4`. */
  fixed(units: number, decimals: number): void;
  /** Writes the comma between two columns. */
  comma(): void;
  /** Ends the line with a line feed. */
  endLine(): void;
  /** Takes the written bytes, which are valid until the next write. */
  take(): Uint8Array;
}

const [comma, lineFeed, point, minus, zero] = [0x2c, 0x0a, 0x2e, 0x2d, 0x30] as const;
const longestLine = 512;

/** @param size - bytes of the block */
export function lineWriter(size = 1 << 20): LineWriter {
  const block = new Uint8Array(size + longestLine);
  let at = 0;

  return {
    get length() {
      return at;
    },
    get isFull() {
      return at >= size;
    },
    fixed(units, decimals) {
      if (units < 0) block[at++] = minus;
      let rest = Math.abs(units);
      let digits = 1;
      for (let power = 10; power <= rest; power *= 10) digits++;
      if (digits <= decimals) digits = decimals + 1;
      // Division gives the digits from the last to the first.
      const end = at + digits + (decimals > 0 ? 1 : 0);
      for (let i = end - 1, digit = 0; digit < digits; i--, digit++) {
        if (decimals > 0 && digit === decimals) block[i--] = point;
        const next = Math.floor(rest / 10);
        block[i] = zero + (rest - next * 10);
        rest = next;
      }
      at = end;
    },
    comma() {
      block[at++] = comma;
    },
    endLine() {
      block[at++] = lineFeed;
    },
    take() {
      const bytes = block.subarray(0, at);
      at = 0;
      return bytes;
    },
  };
}
