import {
  computed,
  effect,
  signal,
  untracked,
  type Signal,
  type WritableSignal,
} from '@angular/core';
import { takeUntilDestroyed, toObservable } from '@angular/core/rxjs-interop';
import { EMPTY, filter, interval, Subject, switchMap, tap, type Observable } from 'rxjs';
import type { PrefetchCache } from 'rxjs-prefetch-cache';
import type { Frame } from 'rxjs-prefetch-cache/mot';
import { nearestIndex } from '../sequence/nearestIndex.js';
import type { Sequence } from '../sequence/sequence.js';
import type { Answer } from './answer.js';

/** A reader of a sequence: its position, the shown frame, and whether it plays. */
export interface Reader {
  readonly name: string;
  /** The frame that was requested last. */
  readonly current: Signal<number>;
  readonly answer: Signal<Answer>;
  /** The shown frame; the one before, while the current one loads. */
  readonly shown: Signal<Frame | undefined>;
  readonly isPlaying: WritableSignal<boolean>;
  /** Frames a second at which it plays. */
  readonly rate: WritableSignal<number>;
  /** Goes to a frame; a missing frame is reported, and the position stays. */
  go(frame: number): void;
  /** Goes to the frame nearest to a number. */
  goNear(frame: number): void;
  /** Goes `by` existing frames on; stops at the ends. */
  step(by: number): void;
}

/** Options of `injectReader`. */
export interface ReaderOptions {
  readonly name: string;
  readonly sequence: Signal<Sequence | undefined>;
  readonly cache$: Observable<PrefetchCache<number, Frame>>;
  /** Whether the reader is on. */
  readonly isOn: Signal<boolean>;
  /** Initial position, as a part of the sequence. */
  readonly begin: number;
  /** Called with messages that are no events of the cache. */
  readonly note: (detail: string, frame: number) => void;
}

/** A reader of the present cache, as one stream of frame numbers. */
export function injectReader({ name, sequence, cache$, isOn, begin, note }: ReaderOptions): Reader {
  const place = signal(0);
  const answer = signal<Answer>({ status: 'none' });
  const shown = signal<Frame | undefined>(undefined);
  const isPlaying = signal(false);
  const rate = signal(15);
  const key$ = new Subject<number>();
  const current = computed(() => sequence()?.frames[place()] ?? 0);
  let askedAt = 0;
  let isAsking = false;

  const ask = (): void => {
    const frame = current();
    askedAt = performance.now();
    answer.set({ status: 'waiting', frame });
    isAsking = true;
    key$.next(frame);
    isAsking = false;
  };
  const moveTo = (index: number): void => {
    const last = (sequence()?.frames.length ?? 0) - 1;
    if (last < 0 || !isOn()) return;
    place.set(Math.min(Math.max(index, 0), last));
    ask();
  };

  toObservable(isOn)
    .pipe(
      switchMap((on) => (on ? cache$ : EMPTY)),
      switchMap((cache) => {
        const read$ = key$.pipe(cache.with({ errors: 'value' }));
        // Asked when this has been subscribed to.
        queueMicrotask(() => untracked(ask));
        return read$;
      }),
      takeUntilDestroyed(),
    )
    .subscribe((settled) => {
      const frame = settled.key;
      // An item that is delivered in the call of the request has a wait of 0.
      const wait = isAsking ? 0 : performance.now() - askedAt;
      if (settled.status === 'fulfilled') {
        shown.set(settled.value);
        answer.set({ status: 'shown', frame, boxes: settled.value.detections.length, wait });
      } else answer.set({ status: 'failed', frame, reason: reasonOf(settled.reason) });
    });

  // The player waits for each frame, so that late frames are visible.
  toObservable(computed(() => (isPlaying() && isOn() ? rate() : 0)))
    .pipe(
      switchMap((now) => (now > 0 ? interval(1000 / now) : EMPTY)),
      filter(() => answer().status !== 'waiting'),
      tap(() => {
        if (place() + 1 >= (sequence()?.frames.length ?? 0)) isPlaying.set(false);
        else moveTo(place() + 1);
      }),
      takeUntilDestroyed(),
    )
    .subscribe();

  effect(() => {
    const frames = sequence()?.frames ?? [];
    place.set(Math.floor(frames.length * begin));
    shown.set(undefined);
    isPlaying.set(false);
  });

  return {
    name,
    current,
    answer: answer.asReadonly(),
    shown: shown.asReadonly(),
    isPlaying,
    rate,
    go(frame) {
      const index = nearestIndex(sequence()?.frames ?? [frame], frame);
      if (sequence()?.frames[index] === frame) moveTo(index);
      else {
        answer.set({ status: 'missing', frame });
        note('there is no such frame', frame);
      }
    },
    goNear: (frame) => moveTo(nearestIndex(sequence()?.frames ?? [], frame)),
    step: (by) => moveTo(place() + by),
  };
}

function reasonOf(error: Error): string {
  return error.cause instanceof Error ? error.cause.message : error.message;
}
