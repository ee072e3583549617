import { describe } from '@jest/globals';

/** Specs that need a browser. They are skipped if none starts, which is an error in CI. */
export function inBrowser(title: string, specs: () => void): void {
  if (process.env.NO_BROWSER === undefined) describe(title, specs);
  else describe.skip(`${title}: skipped, as no browser starts here`, specs);
}
