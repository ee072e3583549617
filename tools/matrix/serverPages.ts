import { eventually } from './eventually.js';

/** What the server of the application counts. */
export interface Figures {
  /** How often the API was asked, by user and page. */
  readonly asked: Readonly<Record<string, number>>;
  /** Bytes, after a collection. */
  readonly heapUsed: number;
  /** Caches that are not closed. */
  readonly openCaches: number;
}

/** Users whose pages are rendered at once. */
const USERS = 200;
/** Rounds in which the server compiles and fills its own caches. */
const WARM_UP = 3;
/** Bytes by which the heap may grow in each round after that: 5 kB a page. */
const GROWTH = 1_000_000;

export async function figuresOf(address: string): Promise<Figures> {
  return (await (await fetch(`${address}/figures`)).json()) as Figures;
}

/**
 * Renders pages of many users at once, in several rounds.
 *
 * @returns what is wrong: items of another user or none, loads that ran twice, caches that stay
 *   open, a heap that grows
 */
export async function checkServerPages(address: string, rounds: number): Promise<string[]> {
  const faults: string[] = [];
  const heap: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const users = Array.from({ length: USERS }, (_, i) => `user-${round}-${i}`);
    const pages = await Promise.all(users.map((user) => pageFaults(address, user)));
    faults.push(...pages.flat());
    // The application of the last request is destroyed after its response.
    const areClosed = await eventually(async () => (await figuresOf(address)).openCaches === 0);
    const { asked, heapUsed, openCaches } = await figuresOf(address);
    heap.push(heapUsed);
    if (!areClosed) faults.push(`${openCaches} caches are open after round ${round}`);
    const others = users.filter((user) => asked[`${user}/1`] !== 1 || `${user}/2` in asked);
    if (others.length > 0) faults.push(`Not one load each: ${others.join(', ')}`);
  }
  const grown = (heap.at(-1) ?? 0) - (heap[WARM_UP - 1] ?? Infinity);
  if (grown > GROWTH * (rounds - WARM_UP)) faults.push(`The heap grows: ${heap.join(', ')} bytes`);
  return faults;
}

async function pageFaults(address: string, user: string): Promise<string[]> {
  const html = await (await fetch(`${address}/users/${user}`)).text();
  const secrets = Array.from(html.matchAll(/secret of ([\w-]+)/g), ([, owner]) => owner);
  // Its text, and what is transferred.
  return secrets.join() === [user, user].join()
    ? []
    : [`The page of ${user} has the items of: ${secrets.join(', ')}`];
}
