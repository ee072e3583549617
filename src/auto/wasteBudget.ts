/** Limits unused prefetches to a part of the loads that requests began. */
export interface WasteBudget {
  /** Whether one more prefetch may turn out unused. */
  readonly hasRoom: boolean;
  /** A prefetch began: unused until it is requested. */
  prefetched(): void;
  /** A prefetched item was requested for the first time. */
  used(): void;
  /** A request began a load. */
  loaded(): void;
}

/** Loads of requests after which earlier ones count half. */
const MEMORY = 1000;

/** @param waste - unused prefetches for each load that a request began; Infinity for no limit */
export function createWasteBudget(waste: number): WasteBudget {
  let loads = 0;
  let unused = 0;
  return {
    get hasRoom() {
      return waste === Infinity || unused + 1 <= waste * loads;
    },
    prefetched() {
      unused++;
    },
    used() {
      unused = Math.max(0, unused - 1);
    },
    loaded() {
      if (++loads < MEMORY) return;
      loads /= 2;
      unused /= 2;
    },
  };
}

/** The part of the Network Information API that is read; only some browsers have it. */
interface Connection {
  readonly saveData?: boolean;
  readonly effectiveType?: string;
}

/** No limit; 0.25 where the browser saves data or the network is slow. */
export function defaultWaste(): number {
  const { connection } =
    (globalThis as { navigator?: { connection?: Connection } }).navigator ?? {};
  return connection?.saveData || /2g|3g/.test(connection?.effectiveType ?? '') ? 0.25 : Infinity;
}
