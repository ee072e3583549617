/** The part of the Network Information API that is read; only some browsers have it. */
interface Connection {
  readonly saveData?: boolean;
  readonly effectiveType?: string;
}

/** The default of `waste`: no limit; 0.25 where the browser saves data or the network is slow. */
export function defaultWaste(): number {
  const { connection } =
    (globalThis as { navigator?: { connection?: Connection } }).navigator ?? {};
  return connection?.saveData || /2g|3g/.test(connection?.effectiveType ?? '') ? 0.25 : Infinity;
}
