import { describe, expect, it } from '@jest/globals';
import { EMPTY, NEVER, Observable, of, Subject, throwError } from 'rxjs';
import { speculate } from '../../operators/internal/speculate.js';
import { record } from '../support/record.js';
import { virtually } from '../support/virtually.js';

interface Candidate {
  readonly name: string;
}
/** Returns these candidates, one after the other, then undefined. */
const oneByOne = (...names: string[]): (() => Candidate | undefined) => {
  const candidates = names.map((name) => ({ name }));
  return () => candidates.shift();
};

describe('speculate', () => {
  it('starts a candidate for each free slot when it is woken, and others when it is woken after a hold has ended', () => {
    virtually(({ cold, expectObservable, expectSubscriptions }) => {
      const wake$ = cold('        x----x----x----|');
      const a = cold('            ---1|           ');
      const b = cold('            -------2|       ');
      const c = cold('                 ----3|     ');
      const d = cold('                      ---4| ');
      const subscribedA = '       ^---!           ';
      const subscribedB = '       ^-------!       ';
      const subscribedC = '       -----^----!     ';
      const subscribedD = '       ----------^---! ';
      const values = '            ---1---2-3---4-|';

      const holds: Record<string, Observable<string>> = { a, b, c, d };
      const hold = ({ name }: Candidate) => holds[name] ?? NEVER;
      expectObservable(wake$.pipe(speculate(oneByOne('a', 'b', 'c', 'd'), hold, 2))).toBe(values);
      expectSubscriptions(a.subscriptions).toBe(subscribedA);
      expectSubscriptions(b.subscriptions).toBe(subscribedB);
      expectSubscriptions(c.subscriptions).toBe(subscribedC);
      expectSubscriptions(d.subscriptions).toBe(subscribedD);
    });
  });

  it.each([
    ['never is woken', '-----', '-----'],
    ['is over at once', '|', '|'],
    ['is over', '---|', '---|'],
    ['fails', '---#', '---#'],
  ])('ends as a source that %s', (_name, source, result) => {
    virtually(({ cold, expectObservable }) => {
      expectObservable(cold(source).pipe(speculate(oneByOne('a'), () => NEVER, 2))).toBe(result);
    });
  });

  it('completes when its source and all holds have', () => {
    virtually(({ cold, expectObservable, expectSubscriptions }) => {
      const wake$ = cold('    x--|       ');
      const a = cold('        ---1---2-| ');
      const subscribed = '    ^--!       ';
      const values = '        ---1---2-| ';

      expectObservable(wake$.pipe(speculate(oneByOne('a'), () => a, 1))).toBe(values);
      expectSubscriptions(wake$.subscriptions).toBe(subscribed);
    });
  });

  it('unsubscribes its source and all holds when it is unsubscribed', () => {
    virtually(({ cold, expectObservable, expectSubscriptions }) => {
      const wake$ = cold('    x----------');
      const a = cold('        ---1---3-| ');
      const b = cold('        ----2--4-| ');
      const until = '         ^----!     ';
      const values = '        ---12-     ';

      const hold = ({ name }: Candidate) => (name === 'a' ? a : b);
      expectObservable(wake$.pipe(speculate(oneByOne('a', 'b'), hold, 2)), until).toBe(values);
      for (const { subscriptions } of [wake$, a, b]) expectSubscriptions(subscriptions).toBe(until);
    });
  });

  it('errors when its source does, and unsubscribes all holds', () => {
    virtually(({ cold, expectObservable, expectSubscriptions }) => {
      const wake$ = cold('    x----#     ');
      const a = cold('        ---1---2-| ');
      const subscribed = '    ^----!     ';
      const values = '        ---1-#     ';

      expectObservable(wake$.pipe(speculate(oneByOne('a'), () => a, 1))).toBe(values);
      expectSubscriptions(a.subscriptions).toBe(subscribed);
    });
  });

  it('errors when a hold does, and unsubscribes its source and the others', () => {
    virtually(({ cold, expectObservable, expectSubscriptions }) => {
      const wake$ = cold('    x----------');
      const a = cold('        -------2-| ');
      const b = cold('        ---#       ');
      const subscribed = '    ^--!       ';
      const values = '        ---#       ';

      const hold = ({ name }: Candidate) => (name === 'a' ? a : b);
      expectObservable(wake$.pipe(speculate(oneByOne('a', 'b'), hold, 2))).toBe(values);
      for (const { subscriptions } of [wake$, a, b])
        expectSubscriptions(subscriptions).toBe(subscribed);
    });
  });

  it('errors with the error that `next` or `hold` throws', () => {
    const broken = (): never => {
      throw failure;
    };
    const failure = new Error('broken');
    expect(record(of('wake up').pipe(speculate(broken, () => NEVER, 1))).error).toBe(failure);
    expect(record(of('wake up').pipe(speculate(oneByOne('a'), broken, 1))).error).toBe(failure);
    expect(
      record(of('wake up').pipe(speculate(oneByOne('a'), () => throwError(() => failure), 1)))
        .error,
    ).toBe(failure);
  });

  it('starts the best candidate at the time when a slot is free', () => {
    const best = [{ name: 'b' }, { name: 'c' }];
    const started: string[] = [];
    const ends = new Subject<never>();
    const wake$ = new Subject<string>();
    const hold = ({ name }: Candidate): Observable<never> => {
      started.push(name);
      return ends;
    };
    record(wake$.pipe(speculate(() => best.shift(), hold, 1)));
    wake$.next('wake up');
    best.unshift({ name: 'a' });
    expect(started).toEqual(['b']);
    ends.complete();
    wake$.next('wake up');
    expect(started[1]).toBe('a');
  });

  it('does not call `next` while all slots are taken', () => {
    let asked = 0;
    const next = (): Candidate => ({ name: String(asked++) });
    const wake$ = new Subject<string>();
    record(wake$.pipe(speculate(next, () => NEVER, 3)));
    expect(asked).toBe(0);
    for (let i = 0; i < 5; i++) wake$.next('wake up');
    expect(asked).toBe(3);
  });

  it('calls `next` until it returns undefined', () => {
    let asked = 0;
    const next = (): Candidate | undefined => (asked++ < 2 ? { name: 'a' } : undefined);
    record(of('wake up').pipe(speculate(next, () => NEVER, 5)));
    expect(asked).toBe(3);
  });

  it('accepts null for undefined', () => {
    const held: unknown[] = [];
    of('wake up')
      .pipe(
        speculate(
          () => null as unknown as undefined,
          (candidate: object) => (held.push(candidate), NEVER),
          1,
        ),
      )
      .subscribe();
    expect(held).toEqual([]);
  });

  it('never calls `next` with a concurrency of 0', () => {
    let asked = 0;
    const next = (): Candidate => ({ name: String(asked++) });
    expect(record(of('wake up').pipe(speculate(next, () => NEVER, 0))).end).toBe('complete');
    expect(asked).toBe(0);
  });

  it('starts all candidates with a concurrency of Infinity', () => {
    const names = Array.from({ length: 50 }, (_, i) => String(i));
    let started = 0;
    const hold = (): Observable<never> => {
      started++;
      return NEVER;
    };
    record(of('wake up').pipe(speculate(oneByOne(...names), hold, Infinity)));
    expect(started).toBe(50);
  });

  it('runs 20,000 holds that end at once, without recursion', () => {
    let asked = 0;
    const next = (): Candidate | undefined =>
      asked < 20_000 ? { name: String(asked++) } : undefined;
    const run = record(of('wake up').pipe(speculate(next, ({ name }) => of(name), 1)));
    expect([run.values.length, run.values.at(-1), run.end]).toEqual([20_000, '19999', 'complete']);
  });

  it('continues when it is woken while a hold is being started', () => {
    const started: string[] = [];
    const wake$ = new Subject<string>();
    const hold = ({ name }: Candidate): Observable<never> => {
      started.push(name);
      wake$.next('again');
      return name === 'a' ? EMPTY : NEVER;
    };
    record(wake$.pipe(speculate(oneByOne('a', 'b', 'c'), hold, 1)));
    wake$.next('wake up');
    expect(started).toEqual(['a', 'b']);
  });

  it('continues when it is woken while a hold emits', () => {
    const wake$ = new Subject<string>();
    const run = record(
      wake$.pipe(speculate(oneByOne('a', 'b', 'c'), ({ name }) => of(name), 1)),
      () => wake$.next('again'),
    );
    wake$.next('wake up');
    expect(run.values).toEqual(['a', 'b', 'c']);
  });

  it('starts nothing more when a hold unsubscribes it', () => {
    const run = record(
      of('wake up').pipe(speculate(oneByOne('a', 'b', 'c'), ({ name }) => of(name), 1)),
      (_value, stop) => stop(),
    );
    expect(run.values).toEqual(['a']);
  });

  it('counts the slots of each subscription separately', () => {
    let started = 0;
    const hold = (): Observable<never> => {
      started++;
      return NEVER;
    };
    const run$ = of('wake up').pipe(speculate(() => ({ name: 'a' }), hold, 2));
    record(run$);
    expect(started).toBe(2);
    record(run$);
    expect(started).toBe(4);
  });

  it('throws at once for an invalid concurrency', () => {
    expect(() => speculate(oneByOne(), () => NEVER, -1)).toThrow(RangeError);
    expect(() => speculate(oneByOne(), () => NEVER, 1.5)).toThrow(RangeError);
    expect(() => speculate(oneByOne(), () => NEVER, '1' as never)).toThrow(TypeError);
  });
});
