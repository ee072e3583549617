import { isStep, type Codec } from '../codecs/codec.js';
import { givenCodec } from '../codecs/givenCodec.js';
import { createPaths } from '../counts/paths.js';
import { createSymbols } from '../counts/symbols.js';
import { createTrail, type Trail } from '../counts/trail.js';
import type { Expert } from '../expert.js';
import type { LearningPredictor } from '../learningPredictor.js';
import { createViewTrail, type ViewTrail } from '../viewTrail.js';
import { createPathMemory } from '../models/createPathMemory.js';
import { createExpert } from './createExpert.js';
import { createLearner } from './createLearner.js';

/** Options of `deltas`. */
export interface DeltasOptions<K> {
  /** Arithmetic on keys. @defaultValue that of integers, bigints, and map tiles `z/x/y` */
  readonly codec?: Codec<K> | undefined;
}

interface Position<K> {
  /** The last steps. */
  readonly trail: Trail;
  last: K | undefined;
  /** For a reader of views. */
  views: ViewTrail<K, number | string> | undefined;
}

/**
 * Learns which step between keys follows the last steps: jumps without a setting, and patterns of
 * jumps. What moves with a view is the view: its step is the one that most of its keys share.
 *
 * Keys of the codec; for other keys it predicts nothing. Cost: four counts a request, and a few
 * likelihoods for each request ahead. It remembers 4,096 sequences of each length. J. Kim et al.,
 * Path confidence based lookahead prefetching, MICRO 2016, in software.
 *
 * @throws TypeError for a codec that lacks a method
 */
export function deltas<K = any>(options: DeltasOptions<K> = {}): LearningPredictor<K> {
  return createLearner(() => createDeltas(options));
}

/** `deltas` with the kinds of its predictions. */
export function createDeltas<K>(options: DeltasOptions<K>): Expert<K> {
  const codec = givenCodec(options);
  const steps = createSymbols<number | string>(12);
  const paths = createPaths({ limit: 4096, fromNothing: true });
  /**
   * The keys of the path that is being followed, by how many requests ahead they are: one, or those
   * of a view.
   */
  const path: (readonly (K | undefined)[])[] = [];
  const move = (trail: Trail, step: number | string | undefined, learns: boolean): void => {
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
  };
  const closeView = ({ trail, views }: Position<K>): void => {
    if (views?.isOpen) move(trail, views.close(), true);
  };
  return createExpert<K, Position<K>>({
    name: 'deltas',
    priors: paths.priors,
    start: () => ({ trail: createTrail(), last: undefined, views: undefined }),
    advance(position, key, learns, place) {
      if (place) {
        const views = (position.views ??= createViewTrail());
        if (place === 'first') {
          closeView(position);
          views.next();
        }
        views.enter(key, (before) => codec.sub(key, before));
        position.last = key;
        return;
      }
      const { trail, last } = position;
      const step = last === undefined ? undefined : codec.sub(key, last);
      position.last = key;
      move(trail, step, learns);
    },
    predict(position, depth, add) {
      closeView(position);
      const { trail, last, views } = position;
      if (last === undefined) return;
      path[0] = views ? views.keys : [last];
      let reached = 0;
      paths.follow(trail, depth, (symbol, kind, ahead) => {
        const step = steps.valueOf(symbol);
        // The first symbol of each depth is the best, from which the path goes on.
        const isBest = ahead > reached;
        const to: (K | undefined)[] = [];
        if (isBest) path[ahead] = to;
        reached = ahead;
        for (const from of path[ahead - 1] ?? []) {
          const key = step === undefined || from === undefined ? undefined : codec.add(from, step);
          to.push(key);
          if (key !== undefined) add(key, kind, ahead);
        }
      });
      path.length = 0;
    },
    memory: createPathMemory('deltas', steps, paths, isStep),
  });
}
