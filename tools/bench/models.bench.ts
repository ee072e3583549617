/**
 * What a saved model costs: `npm run bench -- models`.
 *
 * Routes of 30 pages are walked until the memory of `auto` is full. Times are those of a program that
 * has saved before; of several attempts the fastest counts. The ratio is to the time in which JSON is
 * written and parsed that has one array a request, so that it is comparable between machines.
 */
import { auto } from 'rxjs-prefetch-cache';
import { random } from '../../src/testing/random.js';

const REQUESTS = 60_000;
const ATTEMPTS = 25;

const kinds: Readonly<Record<string, (page: number) => number | string>> = {
  numbers: (page) => page,
  addresses: (page) => `/shop/category-${page % 40}/item-${page}/page.html`,
};

function fastest(work: () => void): number {
  let best = Infinity;
  for (let i = 0; i < ATTEMPTS; i++) {
    const start = performance.now();
    work();
    best = Math.min(best, performance.now() - start);
  }
  return best;
}

function requestsOf(toKey: (page: number) => number | string): (number | string)[] {
  const chance = random(1);
  const page = () => Math.floor(chance() * 1e6);
  const routes = Array.from({ length: 400 }, () => Array.from({ length: 30 }, page));
  const keys: number[] = [];
  while (keys.length < REQUESTS) {
    const route = routes[Math.floor(chance() * chance() * routes.length)] ?? [];
    keys.push(...route.slice(Math.floor(chance() * 20)));
    if (chance() < 0.3) keys.push(page());
  }
  return keys.map(toKey);
}

console.log('             characters   save ms   ratio   longest slice ms   restore ms');
for (const [name, toKey] of Object.entries(kinds)) {
  const learner = auto<number | string>();
  const keys = requestsOf(toKey);
  const isResident = () => false;
  keys.forEach((key, at) => {
    learner.observe({ key, at, reader: 0, outcome: 'miss', isResident });
    learner.predict(key, [key], () => undefined);
  });
  const save = fastest(() => void learner.toJSON());
  const text = JSON.stringify(learner.toJSON());
  const longest = longestSlice(learner);
  const restore = fastest(() => void auto({ from: JSON.parse(text) as never }));
  const rows = keys.map((key, at) => [at, key]);
  const json = fastest(() => void JSON.parse(JSON.stringify(rows)));
  const columns = [text.length, save.toFixed(1), (save / json).toFixed(2), longest.toFixed(1), restore.toFixed(1)]; // prettier-ignore
  console.log(name.padEnd(12), ...columns.map((column) => `${column}`.padStart(10)));
}

/** The longest slice, each measured as the fastest of some attempts. */
function longestSlice(learner: Pick<ReturnType<typeof auto>, 'saveInSlices'>): number {
  const times: number[] = [];
  for (let i = 0; i < ATTEMPTS; i++) {
    const slices = learner.saveInSlices();
    for (let at = 0, isOver = false; !isOver; at++) {
      const start = performance.now();
      isOver = slices.next().done === true;
      times[at] = Math.min(times[at] ?? Infinity, performance.now() - start);
    }
  }
  return Math.max(...times);
}
