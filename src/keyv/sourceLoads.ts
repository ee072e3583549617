import { Observable, Subject, Subscriber } from 'rxjs';
import { subscribeToResult } from '../../operators/internal/subscribeToResult.js';
import { EmptyLoadError } from '../errors.js';
import type { LoadContext, LoadFunction } from '../provider.js';
import type { HeldLease } from './lease.js';

/** A value of the source, and how it is kept. */
export interface Loaded<K, V> {
  readonly key: K;
  readonly text: string;
  readonly value: V;
  /** The lease with which it was loaded. */
  readonly lease: HeldLease | undefined;
  /** Whether it was invalidated while it was loaded: it must not be stored. */
  readonly isOutdated: boolean;
}

/** A value with its lifetime. */
export interface Timed<V> {
  readonly value: V;
  /** Milliseconds; undefined if the option `ttl` has failed. */
  readonly lifetime: number | undefined;
}

/** What begins a load of the source. */
export interface SourceRequest<K> {
  readonly key: K;
  readonly text: string;
  readonly reason: LoadContext['reason'];
  readonly lease: HeldLease | undefined;
}

/** The loads of the source in flight, at most one for each key. */
export interface SourceLoads<K, V> {
  has(text: string): boolean;
  /** Begins a load, or joins that of the key. It is aborted when all have left. */
  load(request: SourceRequest<K>): Observable<Timed<V>>;
  /** A load in flight is not joined any more, and its value is not stored. */
  outdate(text: string): void;
  outdateAll(): void;
}

/**
 * Loads of the source.
 *
 * @param onLoaded - called once for each value, before it is delivered; returns its lifetime
 */
export function createSourceLoads<K, V>(
  provide: LoadFunction<K, V>,
  onLoaded: (loaded: Loaded<K, V>) => number | undefined,
): SourceLoads<K, V> {
  const inFlight = new Map<string, RunningLoad<V>>();
  return {
    has: (text) => inFlight.has(text),
    load: (request) =>
      new Observable((subscriber) => {
        const known = inFlight.get(request.text);
        // A second lease of this process is not needed.
        if (known) request.lease?.release();
        const running = known ?? createRunning(provide, request, inFlight, onLoaded);
        running.join(subscriber);
        if (!known) running.start();
      }),
    outdate: (text) => inFlight.get(text)?.outdate(),
    outdateAll() {
      for (const running of [...inFlight.values()]) running.outdate();
    },
  };
}

interface RunningLoad<V> {
  join(subscriber: Subscriber<Timed<V>>): void;
  start(): void;
  outdate(): void;
}

// One idea: the state of one load.
function createRunning<K, V>(
  provide: LoadFunction<K, V>,
  { key, text, reason, lease }: SourceRequest<K>,
  inFlight: Map<string, RunningLoad<V>>,
  onLoaded: (loaded: Loaded<K, V>) => number | undefined,
): RunningLoad<V> {
  const outcome$ = new Subject<Timed<V>>();
  const controller = new AbortController();
  let joined = 0;
  let isOutdated = false;
  let isOver = false;

  const end = (): void => {
    isOver = true;
    if (inFlight.get(text) === running) inFlight.delete(text);
  };
  const fail = (error: unknown): void => {
    if (isOver) return;
    end();
    lease?.release();
    outcome$.error(error);
  };
  const source = new Subscriber<V>({
    next(value: V) {
      if (isOver) return;
      end();
      const lifetime = onLoaded({ key, text, value, lease, isOutdated });
      outcome$.next({ value, lifetime });
      outcome$.complete();
      source.unsubscribe();
    },
    error: fail,
    complete: () => fail(new EmptyLoadError(key)),
  });
  const abandon = (): void => {
    if (isOver || joined > 0) return;
    end();
    lease?.release();
    controller.abort();
    source.unsubscribe();
  };
  const running: RunningLoad<V> = {
    join(subscriber) {
      joined++;
      subscriber.add(outcome$.subscribe(subscriber));
      subscriber.add(() => {
        joined--;
        abandon();
      });
    },
    start() {
      if (isOver) return;
      inFlight.set(text, running);
      try {
        subscribeToResult(provide(key, { reason, signal: controller.signal }), source);
      } catch (error) {
        fail(error);
      }
    },
    outdate() {
      isOutdated = true;
      // The next load of the key needs it.
      lease?.release();
      if (inFlight.get(text) === running) inFlight.delete(text);
    },
  };
  return running;
}
