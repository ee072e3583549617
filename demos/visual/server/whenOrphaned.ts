/** Milliseconds between two checks of the parent. */
const INTERVAL = 500;

/**
 * Calls back when the parent process has ended.
 *
 * A signal that ends npm and its shell does not reach the command of the shell. The check keeps no
 * process alive.
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
