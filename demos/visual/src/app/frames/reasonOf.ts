const jumps = [-15, -5, 5, 15];

/** Why a frame is planned: its distance, and its expert or, if unknown, the nearest jump. */
export function reasonOf(frame: number, current: number, expert?: string): string {
  const by = frame - current;
  const way = by > 0 ? `+${by}` : `−${-by}`;
  if (expert !== undefined) return `${way}, by ${expert}`;
  if (jumps.includes(by)) return `${way}, a button`;
  if (Math.abs(by) === 1) return `${way}, next door`;
  if (jumps.some((jump) => Math.abs(by - jump) <= 2)) return `${way}, near a button`;
  return by > 0 ? `${way}, ahead` : `${way}, behind`;
}
