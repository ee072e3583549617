import { setTimeout as wait } from 'node:timers/promises';
import { patience } from '../../../tools/browser/patience.js';

/**
 * Resolves when an expectation of a page holds: what is done to a page is drawn some time later.
 *
 *     await eventually(async () => expect(await toggle.getAttribute('aria-checked')).toBe('false'));
 *
 * @param expectation - tried again and again, so it must change nothing
 * @throws what it throws (rejects), with what was expected and what was there, when the patience is
 *   at its end
 */
export async function eventually(expectation: () => Promise<void>): Promise<void> {
  const end = performance.now() + patience;
  for (;;) {
    try {
      await expectation();
      return;
    } catch (error) {
      if (performance.now() > end) throw error;
    }
    await wait(20);
  }
}
