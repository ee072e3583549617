import { describe } from '@jest/globals';

/**
 * Specs that need a browser. Where none starts they say that they were skipped; on a server that
 * checks, this is an error already.
 */
export function inBrowser(title: string, specs: () => void): void {
  if (process.env.NO_BROWSER === undefined) describe(title, specs);
  else describe.skip(`${title}: skipped, as no browser starts here`, specs);
}
