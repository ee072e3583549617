import { messageOf } from '../errors.js';

/** The thrown error, or an error with another thrown value as its cause. */
export function errorOf(thrown: unknown): Error {
  return thrown instanceof Error
    ? thrown
    : new Error(`Expected an Error to be thrown, got ${messageOf(thrown)}`, { cause: thrown });
}
