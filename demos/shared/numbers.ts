/** A share as a percentage: `12.3 %`. */
export function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

/** Milliseconds: `12.3 ms`. */
export function milliseconds(time: number, digits = 1): string {
  return `${time.toFixed(digits)} ms`;
}

/** Milliseconds, shown as microseconds: `12.3 µs`. */
export function microseconds(time: number): string {
  return `${(1000 * time).toFixed(1)} µs`;
}

/** A number with separators: `12,345`. */
export function count(number: number): string {
  return number.toLocaleString('en');
}

/** A number with its noun: `1 frame`, `2,000 frames`. */
export function counted(number: number, noun: string, plural = `${noun}s`): string {
  return `${count(number)} ${number === 1 ? noun : plural}`;
}

/** Bytes in the unit that suits them: `1.2 MB`. */
export function size(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB'];
  const power = Math.min(Math.floor(Math.log10(Math.max(bytes, 1)) / 3), units.length - 1);
  return `${(bytes / 1000 ** power).toFixed(power === 0 ? 0 : 1)} ${units[power] ?? ''}`;
}
