/** A text that no other process has: 20 random characters or so. */
export function randomId(): string {
  return `${Math.random().toString(36).slice(2)}${Math.random().toString(36).slice(2)}`;
}
