import { Session, type Profiler } from 'node:inspector';

/** Counts steps of code, not time: runs of its blocks, and elements that array methods visit. */
export interface StepCounter {
  /** How many steps a call takes. */
  count(run: () => void): number;
  stop(): void;
}

/**
 * Starts to count. Only code that is loaded from now on has its blocks counted: import it after
 * this.
 *
 * @param isCounted - whether the blocks of a script count, by its address
 */
export function createStepCounter(isCounted: (url: string) => boolean): StepCounter {
  const session = new Session();
  session.connect();
  /** Sends a command; the session answers in the same call. */
  const post = (method: string, params: object): unknown => {
    let answer: unknown;
    session.post(method, params, (error: Error | null, result?: object) => {
      if (error) throw error;
      answer = result;
    });
    return answer;
  };
  post('Profiler.enable', {});
  post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });
  /** Takes the counts since the last call. */
  const takeBlocks = (): number => {
    const { result } = post(
      'Profiler.takePreciseCoverage',
      {},
    ) as Profiler.TakePreciseCoverageReturnType;
    let sum = 0;
    for (const { url, functions } of result)
      if (isCounted(url))
        for (const { ranges } of functions) for (const { count } of ranges) sum += count;
    return sum;
  };
  return {
    count(run) {
      const elements = countElements();
      takeBlocks();
      try {
        run();
      } finally {
        elements.stop();
      }
      return takeBlocks() + elements.count();
    },
    stop() {
      post('Profiler.stopPreciseCoverage', {});
      session.disconnect();
    },
  };
}

const LIST_METHODS = [
  'concat',
  'includes',
  'indexOf',
  'shift',
  'slice',
  'splice',
  'unshift',
] as const;

/** Counts the elements that built-in methods visit, which have no blocks. */
function countElements(): { count(): number; stop(): void } {
  let count = 0;
  const undo: (() => void)[] = [];
  const replace = (
    target: object,
    name: PropertyKey,
    make: (method: (...args: unknown[]) => unknown) => unknown,
  ): void => {
    const before = Object.getOwnPropertyDescriptor(target, name) as PropertyDescriptor;
    Object.defineProperty(target, name, { ...before, value: make(before.value as () => unknown) });
    undo.push(() => Object.defineProperty(target, name, before));
  };
  for (const name of LIST_METHODS)
    replace(
      Array.prototype,
      name,
      (method) =>
        function (this: readonly unknown[], ...args: unknown[]): unknown {
          count += this.length;
          return method.apply(this, args);
        },
    );
  for (const target of [Map.prototype, Set.prototype])
    replace(
      target,
      Symbol.iterator,
      (method) =>
        function (this: unknown): unknown {
          const iterator = method.call(this) as Iterator<unknown>;
          const step = { next: () => (count++, iterator.next()), [Symbol.iterator]: () => step };
          return step;
        },
    );
  return { count: () => count, stop: () => undo.forEach((each) => each()) };
}
