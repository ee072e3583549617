import { Observable, type SchedulerLike } from 'rxjs';

/**
 * A source with so many lanes, such as the connections of a browser to one server: each lane serves
 * one load at a time, and loads wait for a lane, first in, first out. A load that is aborted leaves
 * the queue, or its lane.
 *
 * @param timeOf - the time of a load that has a lane, in ms
 */
export function lanes(
  count: number,
  timeOf: (key: number) => number,
  scheduler: Pick<SchedulerLike, 'schedule'>,
): (key: number) => Observable<string> {
  const queue = new Set<() => () => void>();
  let free = count;
  const serve = (): void => {
    const [next] = queue;
    if (!next || free === 0) return;
    queue.delete(next);
    next();
    serve();
  };
  return (key) =>
    new Observable((subscriber) => {
      let leave = (): void => undefined;
      const begin = (): (() => void) => {
        free--;
        const timer = scheduler.schedule(() => {
          subscriber.next(`item ${key}`);
          subscriber.complete();
        }, timeOf(key));
        return (leave = () => {
          timer.unsubscribe();
          free++;
          serve();
        });
      };
      queue.add(begin);
      serve();
      return () => {
        queue.delete(begin);
        leave();
      };
    });
}
