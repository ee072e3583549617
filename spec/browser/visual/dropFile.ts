import type { Page as Tab } from 'playwright-core';

/** Drops a file on a page, as a user does. */
export async function dropFile(tab: Tab, name: string, text: string): Promise<void> {
  await tab.evaluate(
    ([name, text]) => {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File([text], name, { type: 'text/plain' }));
      for (const type of ['dragover', 'drop'])
        document.body.dispatchEvent(
          new DragEvent(type, { bubbles: true, cancelable: true, dataTransfer }),
        );
    },
    [name, text] as const,
  );
}
