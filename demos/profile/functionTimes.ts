import type { Profiler } from 'node:inspector/promises';

/** The time of one function, in milliseconds. */
export interface FunctionTime {
  readonly name: string;
  /** Address of its file; empty for a builtin. */
  readonly url: string;
  /** Line number, from 1. */
  readonly line: number;
  /** Column number, from 1. */
  readonly column: number;
  /** Time in its own code. */
  readonly self: number;
  /** Time in its own code and in its callees, counted once for recursion. */
  readonly cumulative: number;
}

/** Nodes that are not functions: the root of all calls, and waiting. */
const left = ['(root)', '(idle)'];

/** Times of all functions in a profile, in no order. */
export function functionTimes({
  nodes,
  samples = [],
  timeDeltas = [],
}: Profiler.Profile): FunctionTime[] {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const selfOf = new Map<number, number>();
  samples.forEach((id, i) => selfOf.set(id, (selfOf.get(id) ?? 0) + (timeDeltas[i] ?? 0) / 1000));

  const times = new Map<string, { -readonly [P in keyof FunctionTime]: FunctionTime[P] }>();
  /** Adds a call with its callees, and returns their time. `above`: the calling functions. */
  const visit = (id: number, above: ReadonlySet<string>): number => {
    const node = byId.get(id);
    if (!node) return 0;
    const { functionName, url, lineNumber, columnNumber } = node.callFrame;
    const name = functionName || '(anonymous)';
    const place = `${name} ${url}:${lineNumber}:${columnNumber}`;
    const time = times.get(place) ?? {
      name,
      url,
      line: lineNumber + 1,
      column: columnNumber + 1,
      self: 0,
      cumulative: 0,
    };
    times.set(place, time);
    const self = selfOf.get(id) ?? 0;
    const within = new Set(above).add(place);
    const cumulative = (node.children ?? []).reduce(
      (sum, child) => sum + visit(child, within),
      self,
    );
    time.self += self;
    if (!above.has(place)) time.cumulative += cumulative;
    return cumulative;
  };
  const [root] = nodes;
  if (root) visit(root.id, new Set());
  return [...times.values()].filter(({ name }) => !left.includes(name));
}
