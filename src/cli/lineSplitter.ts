/** Cuts bytes into lines. */
export interface LineSplitter {
  /** The next bytes; they are not kept. */
  push(bytes: Uint8Array): void;
  /** There are no more bytes. */
  end(): void;
}

/** Bytes of a line at most: a longer one is passed over, so that memory stays bounded. */
export const MAX_LINE = 65_536;

const NEWLINE = 10;

/**
 * Cuts bytes of UTF-8 into lines, without their ends and without a byte order mark.
 *
 * @param onLine - is called with each line; with undefined for one of more than `MAX_LINE` bytes
 */
export function createLineSplitter(onLine: (line: string | undefined) => void): LineSplitter {
  const decoder = new TextDecoder();
  /** The line that is not complete yet. */
  const begun = new Uint8Array(MAX_LINE);
  let length = 0;
  let isTooLong = false;

  const add = (part: Uint8Array): void => {
    isTooLong ||= length + part.length > MAX_LINE;
    if (isTooLong) return;
    begun.set(part, length);
    length += part.length;
  };
  const finish = (part: Uint8Array): void => {
    let line = part;
    if (isTooLong || length > 0) {
      add(part);
      line = begun.subarray(0, length);
    }
    const isShort = !isTooLong && line.length <= MAX_LINE;
    onLine(isShort ? decoder.decode(line).replace(/\r$/, '') : undefined);
    length = 0;
    isTooLong = false;
  };

  return {
    push(bytes) {
      let from = 0;
      for (
        let at = bytes.indexOf(NEWLINE);
        at >= 0;
        from = at + 1, at = bytes.indexOf(NEWLINE, from)
      )
        finish(bytes.subarray(from, at));
      add(bytes.subarray(from));
    },
    end() {
      if (length > 0 || isTooLong) finish(new Uint8Array());
    },
  };
}
