import { expect } from '@jest/globals';
import { NEVER, type Observable, type SchedulerLike } from 'rxjs';
import { TestScheduler, type RunHelpers } from 'rxjs/testing';

/** Helpers of a marble test. */
export interface Virtual extends RunHelpers {
  /** The clock, for a cache. */
  readonly scheduler: SchedulerLike;
  /** Keys: each digit is one. */
  readonly keys: (marbles: string) => Observable<number>;
  /** A provider with marbles for each key; loads of other keys never end. */
  readonly source: (marbles: Readonly<Record<number, string>>) => MarbleSource;
}

/** A provider made of marbles. */
export interface MarbleSource {
  readonly load: (key: number) => Observable<string>;
  /** Asserts when the loads of a key were in flight: they end at their first value. */
  readonly expectLoads: (key: number, ...subscriptions: string[]) => void;
}

const DIGITS: Readonly<Record<string, number>> = Object.fromEntries(
  Array.from({ length: 10 }, (_, digit) => [digit, digit]),
);

/** Runs a marble test in virtual time: a character is a millisecond. */
export function virtually(test: (virtual: Virtual) => void): void {
  const scheduler = new TestScheduler((actual, wanted) => {
    expect(actual).toEqual(wanted);
  });
  scheduler.run((helpers) => {
    const source = (marbles: Readonly<Record<number, string>>): MarbleSource => {
      const loads = new Map(
        Object.entries(marbles).map(([key, load]) => [Number(key), helpers.cold(load)]),
      );
      return {
        load: (key) => loads.get(key) ?? NEVER,
        expectLoads: (key, ...subscriptions) =>
          helpers.expectSubscriptions(loads.get(key)?.subscriptions ?? []).toBe(subscriptions),
      };
    };
    test({ ...helpers, scheduler, keys: (marbles) => helpers.cold(marbles, DIGITS), source });
  });
}
