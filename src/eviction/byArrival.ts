import type { EvictionPolicy } from '../types.js';

const HOOKS = ['added', 'used', 'removed', 'victim'] as const;
/** Policies with their own hooks. */
const policies = /* @__PURE__ */ new WeakMap<object, object>();

/** Marks a policy that evicts in the order of arrival. */
export function markByArrival<K>(policy: EvictionPolicy<K>): EvictionPolicy<K> {
  policies.set(policy, { ...policy });
  return policy;
}

/**
 * Whether a policy evicts in the order of arrival, and none of its hooks was replaced. A cache keeps
 * that order itself, and so neither calls such a policy nor lets it hold its keys once more.
 */
export function isByArrival<K>(policy: EvictionPolicy<K>): boolean {
  const own = policies.get(policy) as EvictionPolicy<K> | undefined;
  return own !== undefined && HOOKS.every((hook) => policy[hook] === own[hook]);
}
