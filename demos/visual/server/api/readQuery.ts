import type { Request } from 'express';

/** An invalid query: the message has the parameter, what was expected and what was given. */
export class QueryError extends Error {
  override readonly name = 'QueryError';
}

/** Parameters of a query: least and greatest value, and default. */
const numbers = {
  page: [1, 1_000_000, 1],
  size: [1, 1000, 20],
  /** Milliseconds, plus or minus a fifth. */
  latency: [0, 60_000, 0],
  /** Percent of requests that are refused. */
  failures: [0, 100, 0],
  /** The number that the client gives to the request. */
  id: [0, Number.MAX_SAFE_INTEGER, 0],
} as const;

/** A query of the table. */
export type TableQuery = Readonly<Record<keyof typeof numbers, number>> & {
  /** Name that the client has chosen. */
  readonly client: string;
};

/**
 * Reads a query.
 *
 * @throws QueryError for a parameter that is no integer within its limits
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

/** Name of the client; a default without one. */
export function clientOf({ query }: Pick<Request, 'query'>): string {
  return typeof query.client === 'string' ? query.client : '';
}
