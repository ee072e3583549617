import { messageOf } from '../errors.js';

/**
 * An error as it is; anything else that was thrown as the cause of one, since a resource shows
 * nothing but errors.
 */
export function errorOf(thrown: unknown): Error {
  return thrown instanceof Error
    ? thrown
    : new Error(`Not an error was thrown: ${messageOf(thrown)}`, { cause: thrown });
}
