import { setUp } from './testBed.js';
import { signal, type WritableSignal } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { prefetchCache } from '../../../operators/prefetchCache.js';
import type { PrefetchResource } from '../../../src/angular/asResource.js';
import {
  prefetchResource,
  type PrefetchResourceOptions,
} from '../../../src/angular/prefetchResource.js';
import type { PrefetchCache } from '../../../src/types.js';
import { handProvider, type HandProvider } from '../../support/handProvider.js';
import { silent } from '../../support/naming.js';

/** A cache without prefetching whose loads the test ends, and resources of it. */
export interface ResourceBed {
  readonly provider: HandProvider<number>;
  readonly cache: PrefetchCache<number, string>;
  /** The key of the resources, at first 1. */
  readonly key: WritableSignal<number | undefined>;
  /** Makes a resource of the application, and runs effects. */
  readonly resourceOf: (
    options?: Partial<PrefetchResourceOptions<number, string>>,
  ) => PrefetchResource<string | undefined>;
}

/** Begins a new application with a new cache. */
export function resourceBed(): ResourceBed {
  setUp();
  const provider = handProvider();
  const cache = prefetchCache(provider, silent);
  const key = signal<number | undefined>(1);
  return {
    provider,
    cache,
    key,
    resourceOf(options = {}) {
      const resource = TestBed.runInInjectionContext(() =>
        prefetchResource({ key, cache, ...options }),
      );
      TestBed.tick();
      return resource;
    },
  };
}

/** What a resource shows: its status, and its value or the message of its error. */
export function look(resource: PrefetchResource<string | undefined>): unknown[] {
  const status = resource.status();
  return [status, status === 'error' ? resource.error()?.message : resource.value()];
}
