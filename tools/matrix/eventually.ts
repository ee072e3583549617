import { setTimeout as wait } from 'node:timers/promises';

/** Ends waiting for what never comes: it comes within a second. Milliseconds. */
const LIMIT = 60_000;

/** Waits until something is true, and returns whether it became so. */
export async function eventually(isTrue: () => boolean | Promise<boolean>): Promise<boolean> {
  const end = Date.now() + LIMIT;
  while (!(await isTrue())) {
    if (Date.now() > end) return false;
    await wait(20);
  }
  return true;
}
