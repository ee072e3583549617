import { generateTraces } from './generateTraces.js';
import type { BenchOptions } from './parseOptions.js';
import { createRandom } from './random.js';
import { readTraces } from './readTraces.js';
import type { Trace } from './trace.js';

/**
 * The traces that the options ask for.
 * @throws Error if there is none of a name, or the folder has none
 */
export function chooseTraces({
  traces: folder,
  limit,
  seed,
  only,
  shuffle,
  ratio,
}: ChosenBy): Trace[] {
  const all = folder === undefined ? generateTraces(limit, seed) : readTraces(folder, limit);
  const names = all.map(({ name }) => name);
  const unknown = only?.find((name) => !names.includes(name));
  if (unknown !== undefined)
    throw new Error(`Expected \`--only\` to be of ${names.join(', ')}, got \`${unknown}\``);
  return all
    .filter(({ name }) => only?.includes(name) ?? true)
    .map((trace) => ({
      ...trace,
      keys: shuffle === undefined ? trace.keys : createRandom(shuffle).shuffled(trace.keys),
      think: ratio === undefined ? trace.think : trace.load / ratio,
    }));
}

type ChosenBy = Pick<BenchOptions, 'traces' | 'limit' | 'seed' | 'only' | 'shuffle' | 'ratio'>;
