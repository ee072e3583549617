import { uniformFloat32 } from 'pure-rand/distribution/uniformFloat32';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { lineWriter, type LineWriter } from './lineWriter.js';

/** Options of `generateTracks`. All have defaults. */
export interface TrackOptions {
  /** Number of tracks: an integer of 0 or more. @defaultValue 100 */
  readonly tracks?: number;
  /**
   * Number of frames, numbered from 1: an integer of 1 or more.
   * @defaultValue 10 000
   */
  readonly frames?: number;
  /** Width in pixels: an integer of 200 or more. @defaultValue 1920 */
  readonly width?: number;
  /** Height in pixels: an integer of 200 or more. @defaultValue 1080 */
  readonly height?: number;
  /** Least length of a track in frames: an integer of 1 or more. @defaultValue 10 */
  readonly minTrackLength?: number;
  /**
   * Greatest length of a track in frames: an integer of `minTrackLength` or more.
   * @defaultValue 200
   */
  readonly maxTrackLength?: number;
  /** Seed: an integer, of which 32 bits count. An equal seed gives equal bytes. @defaultValue 42 */
  readonly seed?: number;
}

/** A part of the file, with the progress. */
export interface TrackChunk {
  /** Whole lines. Valid until the next chunk is requested. */
  readonly bytes: Uint8Array;
  /** The last frame that was written. */
  readonly frame: number;
  /** Lines so far, with this chunk. */
  readonly lines: number;
  /** Tracks that began so far, with this chunk. */
  readonly tracks: number;
}

interface Track {
  readonly id: number;
  readonly first: number;
  readonly end: number;
  readonly x: number;
  readonly y: number;
  readonly velocityX: number;
  readonly velocityY: number;
  readonly width: number;
  readonly height: number;
  readonly confidence: number;
}

type Random = (from: number, to: number) => number;
type Picture = Required<TrackOptions>;

const margin = 100;
const smallestSide = 10;

/**
 * Generates a Multiple Object Tracking file with moving boxes, ordered by frame, in chunks.
 *
 * Ten columns: frame, track id, left, top, width, height, confidence, and the centre of the box as
 * x, y, z. Tracks are numbered as they begin. Only active tracks, and a number for each frame, are
 * in memory.
 *
 * @throws RangeError | TypeError that names the wrong option
 */
export function generateTracks(options: TrackOptions = {}): Generator<TrackChunk, void, undefined> {
  return chunksOf(resolveTrackOptions(options));
}

function* chunksOf(picture: Picture): Generator<TrackChunk, void, undefined> {
  const generator = xoroshiro128plus(picture.seed);
  const random: Random = (from, to) => from + uniformFloat32(generator) * (to - from);
  const starts = new Uint32Array(picture.frames + 1);
  for (let i = 0; i < picture.tracks; i++) {
    const frame = uniformInt(generator, 1, picture.frames);
    starts[frame] = (starts[frame] ?? 0) + 1;
  }

  const writer = lineWriter();
  let living: Track[] = [];
  let lines = 0;
  let tracks = 0;
  for (let frame = 1; frame <= picture.frames; frame++) {
    if (living.some((track) => track.end <= frame))
      living = living.filter((track) => track.end > frame);
    for (let born = starts[frame] ?? 0; born > 0; born--) {
      const length = uniformInt(generator, picture.minTrackLength, picture.maxTrackLength);
      living.push(bornTrack(++tracks, frame, length, picture, random));
    }
    const sway = 0.1 * Math.sin(0.1 * frame);
    for (const track of living) {
      if (writeBox(writer, track, frame, sway, picture, random)) lines++;
      if (writer.isFull) yield { bytes: writer.take(), frame, lines, tracks };
    }
  }
  if (writer.length > 0 || lines === 0)
    yield { bytes: writer.take(), frame: picture.frames, lines, tracks };
}

function bornTrack(
  id: number,
  first: number,
  length: number,
  picture: Picture,
  random: Random,
): Track {
  const width = random(50, 200);
  const height = random(50, 200);
  // The whole box keeps the margin; in a small picture it begins in the middle.
  const within = (side: number, box: number) =>
    random(Math.min(margin + box / 2, side / 2), Math.max(side - margin - box / 2, side / 2));
  return {
    id,
    first,
    end: first + length,
    x: within(picture.width, width),
    y: within(picture.height, height),
    velocityX: random(-5, 5),
    velocityY: random(-5, 5),
    width,
    height,
    confidence: random(0.4, 0.95),
  };
}

/** Writes the box of a track, cut at the edges. Returns false for a box that is too small. */
function writeBox(
  writer: LineWriter,
  track: Track,
  frame: number,
  sway: number,
  picture: Picture,
  random: Random,
): boolean {
  const age = frame - track.first;
  const x = track.x + track.velocityX * age + random(-2, 2);
  const y = track.y + track.velocityY * age + random(-2, 2);
  const confidence = clamp(track.confidence + sway + random(-0.05, 0.05), 0.1, 1);
  const left = Math.round(10 * clamp(x - track.width / 2, 0, picture.width));
  const top = Math.round(10 * clamp(y - track.height / 2, 0, picture.height));
  const width = Math.round(10 * clamp(x + track.width / 2, 0, picture.width)) - left;
  const height = Math.round(10 * clamp(y + track.height / 2, 0, picture.height)) - top;
  if (width < 10 * smallestSide || height < 10 * smallestSide) return false;

  writer.fixed(frame, 0);
  writer.comma();
  writer.fixed(track.id, 0);
  for (const tenths of [left, top, width, height]) {
    writer.comma();
    writer.fixed(tenths, 1);
  }
  writer.comma();
  writer.fixed(Math.round(confidence * 100_000), 5);
  for (const tenths of [Math.round(left + width / 2), Math.round(top + height / 2), 0]) {
    writer.comma();
    writer.fixed(tenths, 1);
  }
  writer.endLine();
  return true;
}

function clamp(value: number, from: number, to: number): number {
  return Math.min(Math.max(value, from), to);
}

function resolveTrackOptions(options: TrackOptions): Picture {
  const minTrackLength = integer('minTrackLength', options.minTrackLength ?? 10, 1);
  return {
    tracks: integer('tracks', options.tracks ?? 100, 0),
    frames: integer('frames', options.frames ?? 10_000, 1),
    width: integer('width', options.width ?? 1920, 2 * margin),
    height: integer('height', options.height ?? 1080, 2 * margin),
    minTrackLength,
    maxTrackLength: integer('maxTrackLength', options.maxTrackLength ?? 200, minTrackLength),
    seed: integer('seed', options.seed ?? 42, Number.MIN_SAFE_INTEGER),
  };
}

function integer(name: string, value: number, from: number): number {
  if (typeof value !== 'number')
    throw new TypeError(
      `Expected \`${name}\` to be an integer, got \`${String(value)}\` (${typeof value})`,
    );
  if (Number.isSafeInteger(value) && value >= from) return value;
  throw new RangeError(
    `Expected \`${name}\` to be an integer of ${from} or more, got \`${value}\` (number)`,
  );
}
