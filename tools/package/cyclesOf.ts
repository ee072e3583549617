/**
 * The cycles of a graph, each once, as `a -> b -> a`; a cycle begins with its first node by name.
 *
 * @param edges - each node with the nodes that it leads to
 */
export function cyclesOf(edges: ReadonlyMap<string, Iterable<string>>): string[] {
  const found = new Set<string>();
  const done = new Set<string>();
  const walk = (node: string, path: readonly string[]): void => {
    const start = path.indexOf(node);
    if (start >= 0) {
      const cycle = path.slice(start);
      const first = cycle.indexOf([...cycle].sort()[0] ?? '');
      const turned = [...cycle.slice(first), ...cycle.slice(0, first)];
      found.add([...turned, turned[0]].join(' -> '));
      return;
    }
    if (done.has(node)) return;
    for (const next of edges.get(node) ?? []) walk(next, [...path, node]);
    done.add(node);
  };
  for (const node of [...edges.keys()].sort()) walk(node, []);
  return [...found];
}
