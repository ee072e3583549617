/** Milliseconds between two questions. */
const INTERVAL = 10;

/** Waits until a condition holds; the caller limits the time. */
export async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, INTERVAL));
}
