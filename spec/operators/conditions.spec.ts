import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { NEVER, type Observable, of, Subject, throwError } from 'rxjs';
import { allOf } from '../../operators/allOf.js';
import { prefetchCache } from '../../operators/prefetchCache.js';
import { unlessSaveData } from '../../operators/unlessSaveData.js';
import { whenIdle } from '../../operators/whenIdle.js';
import { whenOnline } from '../../operators/whenOnline.js';
import { whenVisible } from '../../operators/whenVisible.js';
import { handProvider } from '../support/handProvider.js';
import { naming } from '../support/naming.js';
import { record } from '../support/record.js';
import { virtually } from '../support/virtually.js';

/** A target that counts its listeners. */
class Target extends EventTarget {
  listeners = 0;
  override addEventListener(...parameters: Parameters<EventTarget['addEventListener']>): void {
    this.listeners++;
    super.addEventListener(...parameters);
  }
  override removeEventListener(
    ...parameters: Parameters<EventTarget['removeEventListener']>
  ): void {
    this.listeners--;
    super.removeEventListener(...parameters);
  }
}

const names = [
  'document',
  'navigator',
  'addEventListener',
  'removeEventListener',
  'requestIdleCallback',
  'cancelIdleCallback',
] as const;
/** Gives the global object members of a page, until the end of the test. */
function place(members: Partial<Record<(typeof names)[number], unknown>>): void {
  for (const [name, value] of Object.entries(members))
    Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
}

let before: (PropertyDescriptor | undefined)[];
beforeEach(() => {
  target = new Target();
  before = names.map((name) => Object.getOwnPropertyDescriptor(globalThis, name));
});
afterEach(() => {
  names.forEach((name, i) => {
    const descriptor = before[i];
    if (descriptor) Object.defineProperty(globalThis, name, descriptor);
    else Reflect.deleteProperty(globalThis, name);
  });
});

interface Scene {
  /** The condition, its target, and how the page changes. */
  readonly condition: () => Observable<boolean>;
  readonly set: (isTrue: boolean) => Target;
  readonly events: readonly [off: string, on: string];
}

let target: Target;
const scenes: Record<string, Scene> = {
  whenVisible: {
    condition: whenVisible,
    set(isTrue) {
      const document = Object.assign(target, { visibilityState: isTrue ? 'visible' : 'hidden' });
      place({ document });
      return target;
    },
    events: ['visibilitychange', 'visibilitychange'],
  },
  whenOnline: {
    condition: whenOnline,
    set(onLine) {
      place({
        navigator: { onLine },
        addEventListener: target.addEventListener.bind(target),
        removeEventListener: target.removeEventListener.bind(target),
      });
      return target;
    },
    events: ['offline', 'online'],
  },
  unlessSaveData: {
    condition: unlessSaveData,
    set(isTrue) {
      place({ navigator: { connection: Object.assign(target, { saveData: !isTrue }) } });
      return target;
    },
    events: ['change', 'change'],
  },
};

describe.each(Object.entries(scenes))('%s', (_name, { condition, set, events: [off, on] }) => {
  it('emits the present value, and then each change, once', () => {
    const page = set(true);
    const { values } = record(condition());
    expect(values).toEqual([true]);
    set(false);
    page.dispatchEvent(new Event(off));
    page.dispatchEvent(new Event(off));
    expect(values).toEqual([true, false]);
    set(true);
    page.dispatchEvent(new Event(on));
    expect(values).toEqual([true, false, true]);
  });

  it('is false from the beginning if the page is', () => {
    set(false);
    expect(record(condition()).values).toEqual([false]);
  });

  it('listens only while it is subscribed', () => {
    const page = set(true);
    const condition$ = condition();
    expect(page.listeners).toBe(0);
    const recordings = [record(condition$), record(condition$)];
    expect(page.listeners).toBe(2 * new Set([off, on]).size);
    for (const recording of recordings) recording.stop();
    expect(page.listeners).toBe(0);
  });

  it('releases its listeners when the first value ends the subscription', () => {
    const page = set(true);
    record(condition(), (_value, stop) => stop());
    expect(page.listeners).toBe(0);
  });

  it('is true on a server', () => {
    for (const name of names) Reflect.deleteProperty(globalThis, name);
    expect(record(condition()).values).toEqual([true]);
    place({ navigator: {}, document: {} });
    expect(record(condition()).values).toEqual([true]);
    place({ navigator: null, document: null });
    expect(record(condition()).values).toEqual([true]);
  });
});

describe('whenIdle', () => {
  function idlePage() {
    const calls = new Map<number, () => void>();
    place({
      requestIdleCallback: (call: () => void) => calls.set(calls.size + 1, call).size,
      cancelIdleCallback: (id: number) => calls.delete(id),
    });
    return calls;
  }

  it('is false until the page is idle, and then true', () => {
    const calls = idlePage();
    const recording = record(whenIdle());
    expect(recording.values).toEqual([false]);
    calls.get(1)?.();
    expect([recording.values, recording.end]).toEqual([[false, true], 'complete']);
  });

  it('asks when it is subscribed, and asks no more when it is unsubscribed', () => {
    const calls = idlePage();
    const idle$ = whenIdle();
    expect(calls.size).toBe(0);
    const recording = record(idle$);
    expect(calls.size).toBe(1);
    recording.stop();
    expect(calls.size).toBe(0);
    record(idle$, (_value, stop) => stop());
    expect(calls.size).toBe(0);
  });

  it('is true where no page tells it', () => {
    expect(record(whenIdle()).values).toEqual([true]);
  });
});

describe('allOf', () => {
  it('is true while all conditions are, and emits changes only', () => {
    virtually(({ hot, expectObservable, expectSubscriptions }) => {
      const values = { t: true, f: false };
      const visible$ = hot('t-f---t--f-t-|', values);
      const online$ = hot(' t---f---t------|', values);
      const enabled = '     t-f-----tf-t---|';
      const subscribed = '  ^------------!';

      expectObservable(allOf(visible$, online$)).toBe(enabled, values);
      expectSubscriptions(visible$.subscriptions).toBe(subscribed);
    });
  });

  it('has one first value, in which a condition without a value is true', () => {
    expect(record(allOf(of(true), NEVER, of(false))).values).toEqual([false]);
    expect(record(allOf(NEVER, of(true))).values).toEqual([true]);
    expect(record(allOf()).values).toEqual([true]);
  });

  it('completes with the last condition, and errors with the first error', () => {
    const last$ = new Subject<boolean>();
    const recording = record(allOf(of(true), last$));
    expect(recording.end).toBeUndefined();
    last$.complete();
    expect(recording.end).toBe('complete');
    expect(record(allOf(of(true), throwError(() => new Error('no')))).error).toEqual(new Error('no')); // prettier-ignore
  });

  it('leaves all conditions when it is unsubscribed', () => {
    const conditions = [new Subject<boolean>(), new Subject<boolean>()];
    record(allOf(...conditions)).stop();
    record(allOf(...conditions), (_value, stop) => stop());
    expect(conditions.map(({ observed }) => observed)).toEqual([false, false]);
  });

  it('names what is no condition', () => {
    expect(() => allOf(whenVisible as unknown as Observable<boolean>)).toThrow(
      'Expected `a condition` to be an object with `subscribe` (perhaps it must be called), got `a function` (function)',
    );
  });

  it('turns the prefetching of a cache off and on', () => {
    const online$ = new Subject<boolean>();
    const provider = handProvider();
    const cache = prefetchCache(provider, naming(2), { enabled$: allOf(whenVisible(), online$) });
    record(cache.get(1));
    online$.next(false);
    expect(provider.open()).toEqual([1]);
    online$.next(true);
    expect(provider.open()).toEqual([1, 2]);
    cache.close();
    expect(online$.observed).toBe(false);
  });
});
