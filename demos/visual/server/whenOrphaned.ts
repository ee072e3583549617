/** How often the parent is looked at. Milliseconds. */
const INTERVAL = 500;

/**
 * Calls back once the process that started this one has ended. A signal that ends npm ends its
 * shell too, and does not reach what the shell runs.
 *
 * It keeps no process alive.
 */
export function whenOrphaned(then: () => void): void {
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    then();
  }, INTERVAL);
  timer.unref();
}
