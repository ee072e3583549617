import { Subscription } from 'rxjs';
import type { Timer } from '../../operators/internal/timerOf.js';
import type { HeldLease, Lease } from './lease.js';
import { settle } from './settle.js';
import type { BareStoreEvent } from './storeEvents.js';
import { createStoreGate } from './storeGate.js';

/** A load that wants to be the only one of its key. */
export interface Contender<K> {
  readonly key: K;
  /** The key of the lease. */
  readonly leaseKey: string;
  /** Milliseconds for which it waits for others. */
  readonly patience: number;
  /** Looks whether the store has the value by now, and calls back once if not, or if it fails. */
  readonly look: (notYet: () => void, failed: () => void) => void;
  /** May load now: with a lease, or without one, if others have it too long or leases fail. */
  readonly load: (lease: HeldLease | undefined) => void;
}

/** Lets one load of a key run at a time, among all processes. */
export type LeaseQueue<K> = (contender: Contender<K>) => Subscription;

/** What the queue needs. */
export interface LeaseQueueOptions<K> {
  readonly lease: Lease;
  /** Milliseconds of a lease. */
  readonly leaseFor: number;
  /** Milliseconds after which a lease that was not granted has failed. */
  readonly hard: number;
  readonly timer: Timer;
  readonly now: () => number;
  readonly emit: (event: BareStoreEvent<K>) => void;
}

/** Milliseconds before the first look at the store; each wait is twice as long. */
const FIRST_WAIT = 5;
const LONGEST_WAIT = 250;
const LATE = 'The lease was not answered in time';

/**
 * A load takes the lease, or looks at the store until the value is there or the lease is free.
 *
 * With the lease it looks once more: the holder before may have stored the value after the first
 * look. Leases that have failed three times in a row are not asked for a while. Unsubscribing gives
 * up, and releases a lease that was not handed on.
 */
export function createLeaseQueue<K>(options: LeaseQueueOptions<K>): LeaseQueue<K> {
  const { hard, timer, now, emit } = options;
  const gate = createStoreGate(now, () => undefined);
  return ({ key, leaseKey, patience, look, load }) => {
    const timers = new Subscription();
    let holding: HeldLease | undefined;
    let wait = FIRST_WAIT;
    let isDone = false;

    const finish = (held: HeldLease | undefined): void => {
      if (isDone) return;
      isDone = true;
      timers.unsubscribe();
      if (holding !== held) holding?.release();
      load(held);
    };
    const acquire = (): void => {
      if (isDone) return;
      const pass = gate.enter();
      if (!pass) return finish(undefined);
      let isLate = false;
      const late = timer.schedule(() => {
        isLate = true;
        pass.failed();
        emit({ type: 'store-error', during: 'lease', error: new Error(LATE), keys: [key] });
        finish(undefined);
      }, hard);
      acquireLease(options, leaseKey, key, (answer) => {
        late.unsubscribe();
        if (!isLate) {
          if (answer) pass.succeeded();
          else pass.failed();
        }
        if (answer === 'taken') {
          if (!isDone) again();
        } else if (isDone) answer?.release();
        else if (!answer) finish(undefined);
        else {
          holding = answer;
          const goOn = (): void => finish(answer);
          look(goOn, goOn);
        }
      });
      // Nothing waits for leases that were down until now.
      if (pass.isProbe) finish(undefined);
    };
    const again = (): void => {
      if (wait === FIRST_WAIT) emit({ type: 'store-waiting', key });
      timers.add(timer.schedule(() => look(acquire, () => finish(undefined)), wait));
      wait = Math.min(2 * wait, LONGEST_WAIT);
    };

    timers.add(timer.schedule(() => finish(undefined), patience));
    acquire();
    return new Subscription(() => {
      if (isDone) return;
      isDone = true;
      timers.unsubscribe();
      holding?.release();
    });
  };
}

/** Calls back once with the lease, with `'taken'`, or with undefined if leases fail. */
function acquireLease<K>(
  { lease, leaseFor, now, emit }: LeaseQueueOptions<K>,
  leaseKey: string,
  key: K,
  onAnswer: (held: HeldLease | 'taken' | undefined) => void,
): void {
  // Before the call: by this clock the lease ends earlier than by that of the store.
  const until = now() + leaseFor;
  const fail = (error: unknown): void =>
    emit({ type: 'store-error', during: 'lease', error, keys: [key] });
  settle(
    () => lease.acquire(leaseKey, leaseFor),
    (token) => {
      if (token === undefined || token === null) return onAnswer('taken');
      let isReleased = false;
      onAnswer({
        isValid: () => !isReleased && now() < until,
        release(onReleased) {
          if (isReleased) return;
          isReleased = true;
          settle(
            () => lease.release(leaseKey, token),
            (answer) => onReleased?.(answer !== false),
            fail,
          );
        },
      });
    },
    (error) => {
      fail(error);
      onAnswer(undefined);
    },
  );
}
