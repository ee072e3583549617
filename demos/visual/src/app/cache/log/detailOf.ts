import type { CacheEvent } from 'rxjs-prefetch-cache';

/** Details of an event beside its type and key. */
export function detailOf(event: CacheEvent<unknown>): string {
  switch (event.type) {
    case 'hit':
      return event.firstUse ? 'loaded ahead, asked for now' : '';
    case 'join':
      return 'already on its way';
    case 'serve':
      return `after ${milliseconds(event.wait)}`;
    case 'load-success':
    case 'prefetch-success':
    case 'revalidate-success':
    case 'load-abort':
    case 'revalidate-abort':
    case 'prefetch-abort':
      return `after ${milliseconds(event.duration)}`;
    case 'load-error':
    case 'revalidate-error':
    case 'prefetch-error':
      return messageOf(event.error);
    case 'predictor-error':
      return messageOf(event.error);
    case 'store':
      return event.unrequested ? 'ahead' : '';
    case 'evict':
      return event.unused ? `${event.reason}, never asked for` : event.reason;
    case 'plan':
      return event.keys.length === 0
        ? 'nothing to load'
        : event.keys.map(([key]) => String(key)).join(', ');
    case 'miss':
    case 'load-start':
    case 'prefetch-start':
    case 'revalidate-start':
    case 'close':
      return '';
    default:
      event satisfies never;
      return '';
  }
}

function milliseconds(time: number): string {
  return `${time.toFixed(0)} ms`;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
