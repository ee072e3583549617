/** A key as text for a log. */
export function word(key: unknown): string {
  if (typeof key === 'string') return key;
  if (typeof key === 'bigint') return `${key}n`;
  return typeof key === 'object' && key !== null ? JSON.stringify(key) : String(key);
}
