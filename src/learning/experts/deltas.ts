import type { Codec } from '../codecs/codec.js';
import { givenCodec } from '../codecs/givenCodec.js';
import type { Expert } from '../expert.js';
import { createExpert } from './createExpert.js';
import { createPathMemory } from '../models/createPathMemory.js';
import { createPaths, createTrail, type Trail } from '../counts/paths.js';
import { createSymbols } from '../counts/symbols.js';

/** Characters of its JSON at most. */
const SAVED = 12_000;

/** Options of `deltas`. */
export interface DeltasOptions<K> {
  /** Arithmetic on keys. @defaultValue that of integers, and of map tiles `z/x/y` */
  readonly codec?: Codec<K> | undefined;
}

interface Position<K> {
  readonly trail: Trail;
  last: K | undefined;
  /** Where each step of the path being followed leads. */
  readonly ahead: (K | undefined)[];
}

/**
 * Which step came after the last steps, or at all: jumps that nobody has to name, and patterns of
 * them.
 *
 * Keys that a codec knows: integers or map tiles; of others it says nothing. Cost: four counts an
 * access, and a few scores a step ahead. It remembers 4,096 sequences of each length; its JSON has
 * at most 12,000 characters. J. Kim et al., Path confidence based lookahead prefetching, MICRO
 * 2016, in software.
 *
 * @throws TypeError for a codec that is none
 */
export function deltas<K = any>(options: DeltasOptions<K> = {}): Expert<K> {
  const codec = givenCodec(options);
  const steps = createSymbols<number | string>(12);
  const paths = createPaths({ limit: 4096, fromNothing: true });
  return createExpert<K, Position<K>>({
    name: 'deltas',
    priors: paths.priors,
    start: () => ({ trail: createTrail(), last: undefined, ahead: [] }),
    advance(position, key, learns) {
      const { trail, last } = position;
      const step = last === undefined ? undefined : codec.sub(key, last);
      position.last = key;
      if (step === undefined) {
        trail.clear();
        return;
      }
      if (!learns) {
        trail.push(steps.find(step));
        return;
      }
      const symbol = steps.of(step);
      paths.learn(trail, symbol);
      trail.push(symbol);
    },
    guess({ trail, last, ahead }, depth, say) {
      if (last === undefined) return;
      ahead[0] = last;
      let reached = 0;
      paths.follow(trail, depth, (symbol, kind, far) => {
        // The first that is said of a depth is the best, which is gone on from.
        const from = ahead[far - 1];
        const step = steps.valueOf(symbol);
        const key = step === undefined || from === undefined ? undefined : codec.add(from, step);
        if (far > reached) {
          ahead[far] = key;
          reached = far;
        }
        if (key !== undefined) say(key, kind, far);
      });
    },
    memory: createPathMemory('deltas', steps, paths, SAVED),
  });
}
