import type { CacheEvent } from '../../src/events.js';
import { word } from './word.js';

/**
 * An event in a few words: `miss 1`, `hit 1 held`, `store 1 prefetch`, `evict 1 capacity`, `plan 2
 * 3`.
 */
export function say(event: CacheEvent<unknown>): string {
  switch (event.type) {
    case 'plan':
      return [
        'plan',
        ...event.keys.map(([key]) => word(key)),
        ...(event.ended ? ['ended'] : []),
      ].join(' ');
    case 'close':
      return 'close';
    case 'hit':
      return `hit ${word(event.key)}${event.firstUse ? ' first' : ''}${event.stale ? ' stale' : ''}${event.held ? ' held' : ''}`;
    case 'join':
      return `join ${word(event.key)}${event.firstUse ? ' first' : ''}`;
    case 'store':
      return `store ${word(event.key)} ${event.from}`;
    case 'evict':
      return `evict ${word(event.key)} ${event.reason}${event.unused ? ' unused' : ''}`;
    default:
      return `${event.type} ${word(event.key)}`;
  }
}
