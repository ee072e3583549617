/** An event of a browser's trace, as far as it is looked at. Times are microseconds. */
export interface TraceEvent {
  readonly name: string;
  readonly pid: number;
  readonly tid: number;
  readonly ts: number;
  /** How long it lasted, if it did. */
  readonly dur?: number;
  /** How long its thread worked meanwhile. */
  readonly tdur?: number;
}

/** What one frame cost on the main thread of the page, in milliseconds. */
export interface FrameTime {
  /** Events, timers, animation frames, microtasks, and clearing up memory. */
  readonly script: number;
  /** Style, layout, painting, and handing over to the compositor. */
  readonly paint: number;
}

/** Each frame that is painted ends with one. */
const frameEnd = 'Commit';

const script = new Set([
  'EventDispatch',
  'FunctionCall',
  'FireAnimationFrame',
  'TimerFire',
  'V8.RunMicrotasks',
  'EvaluateScript',
  'MinorGC',
  'MajorGC',
]);
const paint = new Set([
  'UpdateLayoutTree',
  'Layout',
  'PrePaint',
  'Paint',
  'Layerize',
  'Commit',
  'UpdateLayer',
  'HitTest',
]);

/**
 * What each frame of a trace cost: all that the main thread of the page did since the frame before
 * had been handed over to the compositor.
 *
 * What runs inside of something else is counted once, as what it is inside of: a layout that a
 * script forces is script. Time is that of the thread's own clock, which stands while other
 * programs have the processor.
 *
 * @throws Error if the trace has no frames
 */
export function frameTimes(events: readonly TraceEvent[]): readonly FrameTime[] {
  const main = mainThread(events);
  const own = events.filter(({ pid, tid }) => pid === main.pid && tid === main.tid);
  const ends = own.filter(({ name }) => name === frameEnd).map(({ ts, dur = 0 }) => ts + dur);
  const spans = outermost(own);
  ends.sort((a, b) => a - b);
  let next = 0;
  return ends
    .map((end) => {
      const time = { script: 0, paint: 0 };
      for (let span = spans[next]; span && span.ts < end; span = spans[++next]) {
        time[script.has(span.name) ? 'script' : 'paint'] += (span.tdur ?? span.dur ?? 0) / 1000;
      }
      return time;
    })
    .slice(1);
}

/** The thread that has the most frames: there may be others, of the browser itself. */
function mainThread(events: readonly TraceEvent[]): { readonly pid: number; readonly tid: number } {
  const counts = new Map<string, { pid: number; tid: number; frames: number }>();
  for (const { name, pid, tid } of events) {
    if (name !== frameEnd) continue;
    const count = counts.get(`${pid} ${tid}`) ?? { pid, tid, frames: 0 };
    counts.set(`${pid} ${tid}`, { ...count, frames: count.frames + 1 });
  }
  const [most] = [...counts.values()].sort((a, b) => b.frames - a.frames);
  if (!most) throw new Error('The trace has no frames');
  return most;
}

/** The events of both kinds that are not inside of another one, in their order. */
function outermost(events: readonly TraceEvent[]): readonly TraceEvent[] {
  const known = events.filter(
    ({ name, dur }) => dur !== undefined && (script.has(name) || paint.has(name)),
  );
  // The outer one of two that begin together is the longer one.
  known.sort((a, b) => a.ts - b.ts || (b.dur ?? 0) - (a.dur ?? 0));
  let end = -Infinity;
  return known.filter(({ ts, dur = 0 }) => {
    if (ts < end) return false;
    end = ts + dur;
    return true;
  });
}
