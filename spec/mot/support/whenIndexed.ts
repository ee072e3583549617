import { lastValueFrom } from 'rxjs';
import type { IndexProgress, MotProvider } from '../../../src/mot/index.js';

/** Indexes, and says the last progress. */
export function whenIndexed(provider: MotProvider): Promise<IndexProgress | undefined> {
  return lastValueFrom(provider.index(), { defaultValue: undefined });
}
