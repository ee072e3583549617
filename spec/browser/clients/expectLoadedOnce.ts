import { expect } from '@jest/globals';
import type { OpenedClients } from '../../../tools/browser/openClients.js';

/** Expects that no data was loaded twice since the page was opened. */
export function expectLoadedOnce({ server }: OpenedClients): void {
  const { paths } = server.counts();
  expect(paths).toEqual([...new Set(paths)]);
}
