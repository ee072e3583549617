import { show } from '../errors.js';

/** The error of a wrong argument: what it is, what was expected and what came. */
export function wrong(name: string, what: string, came: unknown, Kind: new (message: string) => Error = TypeError): Error {
  return new Kind(`Expected \`${name}\` to be ${what}, got \`${show(came)}\` (${came === null ? 'null' : typeof came})`);
}
