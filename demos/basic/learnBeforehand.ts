import { delay, of, VirtualTimeScheduler } from 'rxjs';
import { auto, prefetchCache, type AutoJson } from 'rxjs-prefetch-cache';
import type { BasicOptions } from './parseOptions.js';
import { press } from './press.js';
import type { Keystroke } from './script.js';

/**
 * The model that `auto` has after a reader, who reads in virtual time through a cache of the same
 * options, from a source of the same latency.
 */
export function learnBeforehand(
  keystrokes: readonly Keystroke[],
  { latency, concurrency, maxKeys }: BasicOptions,
): AutoJson {
  const scheduler = new VirtualTimeScheduler();
  const predictor = auto<number>();
  const load = (frame: number) => of(frame).pipe(delay(latency, scheduler));
  const frames = prefetchCache(load, predictor, { concurrency, maxKeys, scheduler });
  press(keystrokes, scheduler).pipe(frames).subscribe();
  scheduler.flush();
  frames.close();
  return predictor.toJSON();
}
