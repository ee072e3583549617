import type { Expert, Guess } from '../expert.js';
import { createExpert } from './createExpert.js';

/** How many streams a reader may go along at once. */
const STREAMS = 8;
/** From this confidence on a stream is as sure as it gets. */
const SURE = 5;
const FARTHEST = 16;
/** Kinds of guess by how far ahead they are: 1, 2, up to 4, 8 and 16. */
const DEPTHS = 5;
const depthOf = (i: number): number => Math.ceil(Math.log2(i));
/**
 * How far from the last key of a stream without a step its second may be, and at least how far a
 * jump may be from any.
 */
const FIRST_REACH = 64;
const REACH = 8;

/** Keys in a row, the same step apart. */
interface Stream {
  last: number;
  /** 0 while there was but one key. */
  step: number;
  /** How often the step came in a row. */
  confidence: number;
  /** When it was moved last. */
  at: number;
}

interface Position {
  readonly streams: Stream[];
  /** The last key, and the step that led to it. */
  last: number;
  step: number;
  moves: number;
  /** The stream that the last key belongs to. */
  moved: Stream | undefined;
}

/**
 * Keys that are the same step apart, forwards and backwards, also where several such rows are
 * interleaved.
 *
 * Up to 8 streams a reader, each with its last key, its step and how often that step came in a row.
 * It catches playing, reading on, paging with any step, and scans that take turns; keys are
 * integers, and of others it says nothing. Cost: a look at 8 streams and one score a key ahead.
 * Stride prefetching: J. Fu, J. Patel and B. Janssens, Stride directed prefetching in scalar
 * processors, MICRO 1992; several streams after N. Jouppi, Improving direct-mapped cache
 * performance by stream buffers, ISCA 1990.
 */
export function strides<K = any>(): Expert<K> {
  const priors = Float64Array.from({ length: (SURE + 1) * DEPTHS }, (_, kind) => {
    const confidence = Math.floor(kind / DEPTHS);
    return confidence < 2 ? 0.1 : confidence === 2 ? 0.5 : 0.75;
  });
  return createExpert<K, Position>({
    name: 'strides',
    priors,
    start: () => ({ streams: [], last: NaN, step: NaN, moves: 0, moved: undefined }),
    advance(position, key) {
      position.moved =
        typeof key === 'number' && Number.isSafeInteger(key) ? follow(position, key) : undefined;
    },
    guess({ moved }, depth, say) {
      if (!moved || moved.step === 0) return;
      const from = Math.min(moved.confidence, SURE) * DEPTHS;
      for (let i = 1; i <= Math.min(depth, FARTHEST); i++) {
        const key = moved.last + i * moved.step;
        if (Number.isSafeInteger(key)) (say as Guess<unknown>)(key, from + depthOf(i), i);
      }
    },
  });
}

/** The stream that a key goes on with, or begins. */
function follow(position: Position, key: number): Stream {
  const { streams, last, step } = position;
  const at = ++position.moves;
  position.last = key;
  position.step = key - last;
  let nearest: Stream | undefined;
  let least = Infinity;
  for (const stream of streams) {
    const distance = Math.abs(key - stream.last);
    if (stream.step !== 0 && stream.last + stream.step === key) {
      return Object.assign(stream, { last: key, confidence: stream.confidence + 1, at });
    }
    const reach = stream.step === 0 ? FIRST_REACH : Math.max(REACH, 4 * Math.abs(stream.step));
    if (distance > 0 && distance <= reach && distance < least)
      [nearest, least] = [stream, distance];
  }
  // The same step twice, however far: a row of its own.
  if (step === position.step) return Object.assign(open(streams, key, at), { step, confidence: 2 });
  if (nearest && nearest.confidence < 2)
    return Object.assign(nearest, { step: key - nearest.last, last: key, confidence: 1, at });
  if (nearest) nearest.confidence >>= 1;
  return open(streams, key, at);
}

function open(streams: Stream[], key: number, at: number): Stream {
  const stream = { last: key, step: 0, confidence: 0, at };
  if (streams.length < STREAMS) streams.push(stream);
  else {
    let oldest = 0;
    for (let i = 1; i < STREAMS; i++)
      if ((streams[i] as Stream).at < (streams[oldest] as Stream).at) oldest = i;
    streams[oldest] = stream;
  }
  return stream;
}
