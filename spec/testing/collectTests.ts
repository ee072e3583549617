import type { TestRunner } from '../../src/testing/testRunner.js';

/** Results of the tests of a suite, or of one, by title: the message of a failure, or undefined. */
export async function collectTests(
  define: (runner: TestRunner) => void,
  only?: string,
): Promise<Map<string, string | undefined>> {
  const bodies = new Map<string, () => void | Promise<void>>();
  define({
    describe: (_title, body) => body(),
    it: (title, body) => bodies.set(title, body),
  });
  const results = new Map<string, string | undefined>();
  for (const [title, body] of bodies) {
    if (only !== undefined && title !== only) continue;
    try {
      await body();
      results.set(title, undefined);
    } catch (error) {
      results.set(title, error instanceof Error ? error.message : `no Error: ${String(error)}`);
    }
  }
  return results;
}

/** The titles of the tests that fail. */
export async function failedTests(define: (runner: TestRunner) => void): Promise<string[]> {
  return [...(await collectTests(define))]
    .filter(([, message]) => message !== undefined)
    .map(([title]) => title);
}
