/**
 * What a predictor holds for each reader: `npm run bench -- readers`.
 *
 * 10,000 readers, each on a place of its own, read on for 20 moves as in a cache where nothing is
 * resident. Heap and buffers are read after collecting garbage, before and after. What a predictor
 * holds for all readers together is measured with one reader that makes as many moves, and taken
 * off.
 */
import { auto, dynamicData, type AccessPredictor } from 'rxjs-prefetch-cache';

const READERS = 10_000;
const MOVES = 20;
const PLACE = 1_000_000;

const predictors: Readonly<Record<string, () => AccessPredictor<number>>> = {
  none: () => ({ predict: () => undefined }),
  dynamicData: () => dynamicData({ possibleJumps: [-15, -5, -1, 1, 5, 15] }),
  auto: () => auto<number>(),
};

function held(): number {
  globalThis.gc?.();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

console.log(
  `kB of heap and buffers a reader, of ${READERS.toLocaleString('en')} with ${MOVES} moves each`,
);
for (const [name, create] of Object.entries(predictors)) {
  const predictor = create();
  const isResident = () => false;
  let at = 0;
  for (let move = 0; move < MOVES; move++) {
    for (let reader = 0; reader < READERS; reader++) {
      const key = PLACE * reader + move;
      predictor.observe?.({ key, at: at++, reader, outcome: 'miss', isResident });
      predictor.predict(key, [key], () => undefined);
    }
  }
  const before = held();
  for (let reader = 0; reader < READERS; reader++) predictor.ended?.(reader);
  const bytes = (before - held()) / READERS;
  predictor.ended?.(0);
  console.log(`${name.padEnd(12)}${(bytes / 1e3).toFixed(1).padStart(6)}`);
}
