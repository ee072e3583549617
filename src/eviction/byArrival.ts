/**
 * Policies that evict in the order of arrival. A cache keeps that order itself, and so neither
 * calls them nor lets them hold its keys once more.
 */
export const byArrival = /* @__PURE__ */ new WeakSet<object>();
