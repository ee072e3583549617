import { Subject, takeUntil } from 'rxjs';
import { ClosedError, type WarmProgress } from '../../../../src/index.js';
import { isLive, type Load, type Warm, type World } from './world.js';

/** Those who warm a cache. */
export interface Warms {
  start(ids: readonly number[]): void;
  stop(warm: Warm): void;
  /** The warm that began a load. */
  of(load: Load): Warm | undefined;
  quiet(): void;
}

/** No warm yet. */
export function createWarms(world: World): Warms {
  const { cache, warms, config } = world;

  const progressed = (warm: Warm, progress: WarmProgress): void => {
    const { done, failed, skipped, total } = progress;
    world.tell(`warm ${warm.n}: ${done} done, ${failed} failed, ${skipped} skipped of ${total}`);
    if (warm.end) world.fail(12, `warm ${warm.n} goes on after its end`);
    const { last } = warm;
    if (last && (done < last.done || failed < last.failed || skipped < last.skipped))
      world.fail(21, `the progress of warm ${warm.n} goes back`);
    if (total !== warm.ids.length || done + failed + skipped > total)
      world.fail(21, `the progress of warm ${warm.n} is ${JSON.stringify(progress)}`);
    warm.last = progress;
    world.visit('progress');
  };
  const completed = (warm: Warm): void => {
    if (warm.end) return;
    warm.end = 'completed';
    const { done, failed, skipped, total } = warm.last ?? {
      done: 0,
      failed: 0,
      skipped: 0,
      total: NaN,
    };
    if (!world.closed && done + failed + skipped !== total)
      world.fail(21, `warm ${warm.n} completes at ${JSON.stringify(warm.last)}`);
    world.visit('end');
  };
  const erred = (warm: Warm, error: unknown): void => {
    if (!warm.isLate || !(error instanceof ClosedError))
      world.fail(21, `warm ${warm.n} errors: ${String(error)}`);
    warm.end = 'completed';
    world.visit('end');
  };

  const quiet = (warm: Warm): void => {
    const { n, ids, loads, last, end } = warm;
    // Each key is begun at most once, in order.
    const places = loads.map(({ id }) => ids.indexOf(id));
    if (places.some((place, i) => place <= (places[i - 1] ?? -1)))
      world.fail(21, `warm ${n} of [${ids.join()}] begins [${loads.map(({ id }) => id).join()}]`);
    const live = loads.filter((load) => load.attached && isLive(load));
    if (!end && world.closed) world.fail(13, `warm ${n} does not complete when the cache closes`);
    if (end || world.closed) return;
    const { done = 0, failed = 0, skipped = 0 } = last ?? {};
    if (live.length > config.concurrency)
      world.fail(21, `warm ${n} has ${live.length} loads in the air`);
    if (live.length === 0) world.fail(21, `warm ${n} hangs at ${JSON.stringify(last)}`);
    if (live.length < config.concurrency && done + failed + skipped + live.length !== ids.length)
      world.fail(21, `warm ${n} leaves slots free`);
    const kept = loads.filter(({ item }) => item?.kept === true).length;
    const lost = loads.filter(
      ({ state, wasAtEnd, attached }) =>
        !(state === 'value' ? wasAtEnd.attached : state === 'live' && attached),
    ).length;
    if (done !== kept || failed !== lost)
      world.fail(
        21,
        `warm ${n} tells of ${done} done and ${failed} failed, and ${kept} were kept and ${lost} failed`,
      );
  };

  return {
    start(ids) {
      const active = new Set(warms.filter(({ end }) => !end).flatMap((warm) => warm.ids));
      // No two warms want one key, so that it is sure who began a load.
      const own = [...new Set(ids)].filter((id) => !active.has(id));
      const warm: Warm = {
        n: warms.length,
        ids: own,
        stop$: new Subject(),
        isLate: world.closed,
        bornAt: world.loads.length,
        loads: [],
        last: undefined,
        end: undefined,
      };
      warms.push(warm);
      cache
        .warm(own.map((id) => world.key(id)))
        .pipe(takeUntil(warm.stop$))
        .subscribe({
          next: (progress) => progressed(warm, progress),
          error: (error: unknown) => erred(warm, error),
          complete: () => completed(warm),
        });
    },
    stop(warm) {
      if (warm.end) return;
      warm.end = 'stopped';
      warm.stop$.next();
    },
    of(load) {
      const begins = ({ ids, loads, bornAt }: Warm): boolean =>
        ids.includes(load.id) && !loads.some(({ id }) => id === load.id) && bornAt <= load.n;
      const warm = warms.findLast(begins);
      warm?.loads.push(load);
      return warm;
    },
    quiet: () => warms.forEach(quiet),
  };
}
