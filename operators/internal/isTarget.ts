/** Whether a value has the methods of an EventTarget. */
export function isTarget(value: unknown): value is EventTarget {
  const { addEventListener, removeEventListener } = Object(value) as Partial<EventTarget>;
  return typeof addEventListener === 'function' && typeof removeEventListener === 'function';
}
