/** One line of a log of keys. */
export interface KeyLine {
  /** Empty for a blank line, which begins a session. */
  readonly key: string;
}

const time = /^-?\d+(?:\.\d+)?$/;

/**
 * Reads `key`, or `key<TAB>milliseconds`.
 *
 * @returns undefined for a line with anything else behind a tab
 */
export function parseKeyLine(line: string): KeyLine | undefined {
  const text = line.trimEnd();
  const tab = text.indexOf('\t');
  if (tab < 0) return { key: text };
  if (tab === 0 || !time.test(text.slice(tab + 1))) return undefined;
  return { key: text.slice(0, tab) };
}
