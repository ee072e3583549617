/** Which requests of a log are learned from, and by which keys. */
export interface KeyRules {
  /** Methods of access logs, in capitals. */
  readonly methods: ReadonlySet<string>;
  /** Ranges of statuses of access logs, both ends included. */
  readonly statuses: readonly (readonly [from: number, to: number])[];
  /** Expressions of which one must match; none: all requests. */
  readonly include: readonly RegExp[];
  /** Expressions of which none may match. */
  readonly exclude: readonly RegExp[];
  /** Whether the query of a path is no part of the key. */
  readonly stripQuery: boolean;
  /** The key is what the first group matches, or all that matches; undefined: the whole path. */
  readonly key: RegExp | undefined;
}

/** Whether the rules accept a method and a status. */
export function isAccepted(method: string, status: number, rules: KeyRules): boolean {
  return (
    rules.methods.has(method) && rules.statuses.some(([from, to]) => status >= from && status <= to)
  );
}

/** The key of a path, or of a key as it is logged; undefined if the rules pass it over. */
export function keyOf(path: string, rules: KeyRules): string | undefined {
  const { include, exclude, stripQuery, key } = rules;
  if (include.length > 0 && !include.some((expression) => expression.test(path))) return undefined;
  if (exclude.some((expression) => expression.test(path))) return undefined;
  const part = stripQuery ? path.replace(/[?#].*$/s, '') : path;
  if (key === undefined) return part === '' ? undefined : part;
  const match = key.exec(part);
  const found = match?.[1] ?? match?.[0];
  return found === '' ? undefined : found;
}
