import { InvalidArgumentError } from 'commander';

/** A parser of numbers from `from` to `to`, both included. */
export function number(from: number, to: number, isWhole = false): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (text.trim() !== '' && value >= from && value <= to && (!isWhole || Number.isInteger(value)))
      return value;
    throw new InvalidArgumentError(
      `Expected ${isWhole ? 'an integer' : 'a number'} from ${from} to ${to.toLocaleString('en')}.`,
    );
  };
}

/** Reads names with commas between them. */
export function list(text: string): string[] {
  return text.split(',').filter(Boolean);
}
