import { messageOf } from '../errors.js';

/** The thrown error, or an error with another thrown value as its cause. */
export function errorOf(thrown: unknown): Error {
  return thrown instanceof Error
    ? thrown
    : new Error(`Not an error was thrown: ${messageOf(thrown)}`, { cause: thrown });
}
