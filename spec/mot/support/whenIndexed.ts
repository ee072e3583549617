import { lastValueFrom } from 'rxjs';
import type { IndexProgress, MotProvider } from '../../../src/mot/index.js';

/** Runs the index, and returns the last progress. */
export function whenIndexed(provider: MotProvider): Promise<IndexProgress | undefined> {
  return lastValueFrom(provider.index(), { defaultValue: undefined });
}
