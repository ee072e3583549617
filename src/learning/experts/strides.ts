import type { Codec } from '../codecs/codec.js';
import { givenCodec } from '../codecs/givenCodec.js';
import type { Expert } from '../expert.js';
import type { LearningPredictor } from '../learningPredictor.js';
import { createExpert } from './createExpert.js';
import { createLearner } from './createLearner.js';

/** Streams of a reader at most. */
const MAX_STREAMS = 8;
/** Confidence above which a stream counts as no surer. */
const MAX_CONFIDENCE = 5;
/** Requests ahead at most. */
const MAX_AHEAD = 16;
/** Buckets of a kind of prediction by requests ahead: 1, 2, up to 4, up to 8, up to 16. */
const DEPTHS = 5;
const depthOf = (ahead: number): number => Math.ceil(Math.log2(ahead));
/** Largest distance of the second key of a stream from its first. */
const FIRST_REACH = 64;
/** Largest jump within a stream; for a stream with a larger step, four of its steps. */
const REACH = 8;

/** Options of `strides`. */
export interface StridesOptions<K> {
  /** Arithmetic on keys. @defaultValue that of integers and bigints */
  readonly codec?: Codec<K> | undefined;
}

/** Keys that are the same step apart. */
interface Stream<K> {
  last: K;
  /** 0 for a stream of one key. */
  step: number;
  /** How often the step came in a row. */
  confidence: number;
  /** `Position.moves` when a key was added last. */
  at: number;
}

interface Position<K> {
  readonly streams: Stream<K>[];
  last: K | undefined;
  /** The step that led to `last`; NaN for none that is a number. */
  step: number;
  moves: number;
  /** The stream of the last key. */
  moved: Stream<K> | undefined;
}

/**
 * Detects keys that are the same step apart, forwards and backwards, also where several such
 * streams are interleaved.
 *
 * It keeps up to 8 streams a reader, each with its last key, its step and how often that step came
 * in a row. It suits playing, reading on, paging with any step, and scans that alternate. Keys of a
 * codec whose steps are numbers; for other keys it predicts nothing. Cost: a comparison with 8
 * streams, and one likelihood for each request ahead. Stride prefetching: J. Fu, J. Patel and
 * B. Janssens, Stride directed prefetching in scalar processors, MICRO 1992; several streams after
 * N. Jouppi, Improving direct-mapped cache performance by stream buffers, ISCA 1990.
 *
 * @throws TypeError for a codec that lacks a method
 */
export function strides<K = any>(options: StridesOptions<K> = {}): LearningPredictor<K> {
  return createLearner(() => createStrides(options));
}

/** `strides` with the kinds of its predictions. */
export function createStrides<K>(options: StridesOptions<K>): Expert<K> {
  const codec = givenCodec(options);
  const priors = Float64Array.from({ length: (MAX_CONFIDENCE + 1) * DEPTHS }, (_, kind) => {
    const confidence = Math.floor(kind / DEPTHS);
    return confidence < 2 ? 0.1 : confidence === 2 ? 0.5 : 0.75;
  });
  return createExpert<K, Position<K>>({
    name: 'strides',
    priors,
    start: () => ({ streams: [], last: undefined, step: NaN, moves: 0, moved: undefined }),
    advance(position, key) {
      position.moved = codec.sub(key, key) === 0 ? follow(position, key, codec) : undefined;
    },
    predict({ moved }, depth, add) {
      if (!moved || moved.step === 0) return;
      const from = Math.min(moved.confidence, MAX_CONFIDENCE) * DEPTHS;
      for (let ahead = 1; ahead <= Math.min(depth, MAX_AHEAD); ahead++) {
        const key = codec.add(moved.last, ahead * moved.step);
        if (key !== undefined) add(key, from + depthOf(ahead), ahead);
      }
    },
  });
}

/** Adds a key to the stream that it continues, or to a new one; returns that stream. */
function follow<K>(position: Position<K>, key: K, codec: Codec<K>): Stream<K> {
  const { streams, last, step } = position;
  const at = ++position.moves;
  position.last = key;
  position.step = last === undefined ? NaN : numberOf(codec.sub(key, last));
  let nearest: Stream<K> | undefined;
  let toNearest = Infinity;
  for (const stream of streams) {
    const by = codec.sub(key, stream.last);
    if (typeof by !== 'number') continue;
    if (by !== 0 && by === stream.step)
      return Object.assign(stream, { last: key, confidence: stream.confidence + 1, at });
    const distance = Math.abs(by);
    const reach = stream.step === 0 ? FIRST_REACH : Math.max(REACH, 4 * Math.abs(stream.step));
    if (distance > 0 && distance <= reach && distance < Math.abs(toNearest))
      [nearest, toNearest] = [stream, by];
  }
  // The same step twice in a row starts a stream, however large the step is.
  if (step === position.step)
    return Object.assign(startStream(streams, key, at), { step, confidence: 2 });
  if (nearest && nearest.confidence < 2)
    return Object.assign(nearest, { step: toNearest, last: key, confidence: 1, at });
  if (nearest) nearest.confidence >>= 1;
  return startStream(streams, key, at);
}

const numberOf = (step: unknown): number => (typeof step === 'number' ? step : NaN);

/** Starts a stream; beyond `MAX_STREAMS` it replaces the one that moved longest ago. */
function startStream<K>(streams: Stream<K>[], key: K, at: number): Stream<K> {
  const stream: Stream<K> = { last: key, step: 0, confidence: 0, at };
  if (streams.length < MAX_STREAMS) streams.push(stream);
  else {
    let oldest = 0;
    for (let i = 1; i < MAX_STREAMS; i++)
      if ((streams[i] as Stream<K>).at < (streams[oldest] as Stream<K>).at) oldest = i;
    streams[oldest] = stream;
  }
  return stream;
}
