import { channel } from 'node:diagnostics_channel';
import { SpanStatusCode, trace, type Span } from '@opentelemetry/api';
import type { CacheEvent, PrefetchCache, Settled } from 'rxjs-prefetch-cache';

const tracer = trace.getTracer('prefetch-service');

/**
 * Runs a request in a span of OpenTelemetry, which has the cache, the key and how it was served.
 * Without an SDK, spans cost next to nothing.
 */
export async function traced<K extends number | string, V>(
  cache: string,
  key: K,
  wasHit: boolean,
  get: () => Promise<Settled<K, V>>,
): Promise<Settled<K, V>> {
  return tracer.startActiveSpan('cache get', async (span: Span) => {
    span.setAttributes({ 'cache.name': cache, 'cache.key': key, 'cache.hit': wasHit });
    try {
      const outcome = await get();
      if (outcome.status === 'rejected') {
        span.recordException(outcome.reason);
        span.setStatus({ code: SpanStatusCode.ERROR, message: outcome.reason.message });
      }
      return outcome;
    } finally {
      span.end();
    }
  });
}

/**
 * Publishes the events of a cache on the channel `rxjs-prefetch-cache:<name>` of
 * `node:diagnostics_channel`, for whoever listens in this process, until the cache is closed.
 */
export function publishEvents<K, V>(name: string, cache: PrefetchCache<K, V>): void {
  const events = channel(`rxjs-prefetch-cache:${name}`);
  cache.events$.subscribe((event: CacheEvent<K>) => {
    if (events.hasSubscribers) events.publish(event);
  });
}
