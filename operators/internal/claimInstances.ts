/** The predictors that learn, the policies and the controls of all open caches. */
const inUse = new WeakSet<object>();

/**
 * Reserves instances that may serve only one cache at a time.
 *
 * @returns a function that releases the instances
 * @throws Error that names an instance that serves another open cache
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
