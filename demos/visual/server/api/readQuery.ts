import type { Request } from 'express';

/**
 * A query that cannot be answered: the message says which part, what was expected and what came.
 */
export class QueryError extends Error {
  override readonly name = 'QueryError';
}

/** What may be asked of the table, with its limits and what is taken where it is not said. */
const numbers = {
  page: [1, 1_000_000, 1],
  size: [1, 1000, 20],
  /** Milliseconds, give or take a fifth. */
  latency: [0, 60_000, 0],
  /** Percent of requests that are refused. */
  failures: [0, 100, 0],
  /** The number that the client gives to the request. */
  id: [0, Number.MAX_SAFE_INTEGER, 0],
} as const;

/** What is asked of the table. */
export type TableQuery = Readonly<Record<keyof typeof numbers, number>> & {
  /** Who asks: a name that the client has given to itself. */
  readonly client: string;
};

/**
 * Reads what is asked.
 *
 * @throws QueryError if it is not a whole number within its limits
 */
export function readQuery({ query }: Pick<Request, 'query'>): TableQuery {
  const read = Object.entries(numbers).map(([name, [from, to, otherwise]]) => {
    const text = query[name];
    if (text === undefined) return [name, otherwise] as const;
    const value = typeof text === 'string' && /^\d+$/.test(text) ? Number(text) : NaN;
    if (value >= from && value <= to) return [name, value] as const;
    throw new QueryError(
      `Expected \`${name}\` to be a whole number from ${from} to ${to}, got \`${JSON.stringify(text)}\``,
    );
  });
  return {
    ...(Object.fromEntries(read) as Record<keyof typeof numbers, number>),
    client: clientOf({ query }),
  };
}

/** Who asks; nobody in particular if nothing is said. */
export function clientOf({ query }: Pick<Request, 'query'>): string {
  return typeof query.client === 'string' ? query.client : '';
}
