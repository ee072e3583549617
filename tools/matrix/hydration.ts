import { openBrowser } from '../browser/openBrowser.js';
import { figuresOf } from './serverPages.js';

/** What the page records about itself. */
interface Recorded {
  /** The texts that were shown, in order, each as often as it appeared. */
  readonly texts: (string | null)[];
  /** The paragraph of the server. */
  first?: Element;
}

const VISITOR = 'visitor';

/** Ends the wait for a request that never comes. Milliseconds. */
const PATIENCE = 60_000;

/** Runs in the page before anything else. It names no function inside, as its text is sent. */
function recordTexts(): void {
  const recorded: Recorded = { texts: [] };
  Object.assign(window, { recorded });
  new MutationObserver((records) => {
    for (const { type, target, addedNodes } of records) {
      if (type === 'characterData') recorded.texts.push(target.textContent);
      for (const node of addedNodes) {
        if (!(node instanceof HTMLParagraphElement)) continue;
        recorded.first ??= node;
        recorded.texts.push(node.textContent);
      }
    }
  }).observe(document, { childList: true, subtree: true, characterData: true });
}

/**
 * Hydrates a page in a browser, and goes to the next page.
 *
 * @returns what is wrong: loads that ran twice, a text that flashed, errors in the console
 */
export async function checkHydration(address: string): Promise<string[]> {
  const faults: string[] = [];
  const browser = await openBrowser();
  try {
    const tab = await browser.newPage();
    tab.setDefaultTimeout(PATIENCE);
    tab.on('pageerror', ({ message }) => faults.push(message));
    tab.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) faults.push(message.text());
    });
    await tab.addInitScript(recordTexts);
    const loaded = (page: number): Promise<unknown> =>
      tab.waitForResponse(`**/api/${VISITOR}/${page}`).then((response) => response.finished());
    // The application is stable, and so prefetches.
    const second = loaded(2);
    await tab.goto(`${address}/users/${VISITOR}`);
    await second;
    const isKept = await tab.evaluate(
      () => (window as unknown as { recorded: Recorded }).recorded.first?.isConnected,
    );
    if (isKept !== true) faults.push('The paragraph of the server was replaced');
    const third = loaded(3);
    await tab.getByRole('button', { name: 'next' }).click();
    await third;
    const recorded = await tab.evaluate(
      () => (window as unknown as { recorded: Recorded }).recorded.texts,
    );
    // Hydration writes the same text once more.
    const texts = recorded.filter((text, i) => text !== recorded[i - 1]);
    const expected = [1, 2].map((page) => `secret of ${VISITOR}, page ${page}`);
    if (texts.join('\n') !== expected.join('\n')) faults.push(`Shown: ${texts.join('; ')}`);
    const { asked } = await figuresOf(address);
    const loads = [1, 2, 3, 4].map((page) => asked[`${VISITOR}/${page}`] ?? 0).join(', ');
    if (loads !== '1, 1, 1, 0') faults.push(`Loads of the pages 1 to 4: ${loads}`);
  } finally {
    await browser.close();
  }
  return faults;
}
