import type { Stage } from './play.js';

/**
 * What is wrong on a stage on which nothing happens any more: first as it is, then when the cache
 * has closed.
 */
export function faultsOf(stage: Stage): string[] {
  const { cache, values, loads, waiting, faults, folded, isReading } = stage;
  const found = [...faults];
  const expectSame = (what: string, a: unknown, b: unknown): void => {
    if (JSON.stringify(a) !== JSON.stringify(b))
      found.push(`${what}: ${JSON.stringify(a)}, and really ${JSON.stringify(b)}`);
  };
  const open = (): number => loads.filter((load) => load.open).length;
  const check = (when: string): void => {
    const stats = cache.stats();
    const snapshot = cache.snapshot();
    const residents = snapshot.residents.flat();
    expectSame(`${when}: loads in flight`, stats.inFlight, open());
    expectSame(
      `${when}: residents`,
      [stats.residents, cache.size],
      [residents.length, residents.length],
    );
    expectSame(
      `${when}: bytes`,
      stats.bytes,
      residents.reduce((sum, { bytes }) => sum + bytes, 0),
    );
    expectSame(`${when}: planned`, stats.planned, snapshot.plan.length);
    if (folded()) expectSame(`${when}: folded`, folded(), stats);
    const gone = residents.filter(({ key }) => (cache.peek(key)?.evicted ?? 0) > 0);
    if (gone.length > 0)
      found.push(`${when}: key ${gone[0]?.key ?? NaN} was evicted and is served`);
    for (const { key, evicted } of values)
      if (evicted > 1) found.push(`${when}: a value of key ${key} was evicted ${evicted} times`);
  };
  check('at the end');
  if (isReading()) found.push('the reader does not end');
  if (waiting.size > 0) found.push('a get does not end');
  if (cache.snapshot().readers.length > 1) found.push('a reader of nobody');
  stage.close();
  check('closed');
  expectSame('closed: left', [open(), cache.size, cache.stats().planned], [0, 0, 0]);
  for (const { key, owed, evicted } of values)
    if (owed && evicted === 0) found.push(`a value of key ${key} is lost`);
  return [...new Set(found)];
}
