/** Predictors that learn, policies and controls of caches that are not closed. */
const inUse = new WeakSet<object>();

/**
 * Takes instances that serve one cache each.
 *
 * @returns gives them free again
 * @throws Error for one that serves another cache
 */
export function claimInstances(
  instances: Readonly<Record<string, object | undefined>>,
): () => void {
  const claimed = Object.entries(instances).filter(
    (entry): entry is [string, object] => entry[1] !== undefined,
  );
  for (const [name, instance] of claimed)
    if (inUse.has(instance))
      throw new Error(
        `\`${name}\` serves another cache that is not closed: each cache needs an instance of its own`,
      );
  for (const [, instance] of claimed) inUse.add(instance);
  return () => {
    for (const [, instance] of claimed) inUse.delete(instance);
  };
}
