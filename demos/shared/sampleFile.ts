import { mkdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Observable } from 'rxjs';
import { generateTracks, type TrackOptions } from '../generate-mot/tracks.js';

/** The data file of the demos. */
export interface SampleFile {
  readonly path: string;
  /** Whether it was made just now. */
  readonly isNew: boolean;
}

const samplePath = relative('.', fileURLToPath(new URL('../data/sample.txt', import.meta.url)));
const sampleTracks: TrackOptions = { tracks: 1_000, frames: 2_000, seed: 42 };

/**
 * The data file of the demos, made at the first use: 2,000 frames of about 50 boxes.
 *
 * An incomplete file is never left behind.
 */
export function sampleFile(path = samplePath, tracks = sampleTracks): Observable<SampleFile> {
  return new Observable((subscriber) => {
    const controller = new AbortController();
    make(path, tracks, controller.signal).then(
      (isNew) => {
        subscriber.next({ path, isNew });
        subscriber.complete();
      },
      (error: unknown) => subscriber.error(error),
    );
    return () => controller.abort();
  });
}

/** Writes a temporary file, and renames it when it is complete. */
async function make(path: string, tracks: TrackOptions, signal: AbortSignal): Promise<boolean> {
  const isThere = await stat(path).catch(() => undefined);
  if (isThere) return false;
  const part = `${path}.${process.pid}.part`;
  await mkdir(dirname(path), { recursive: true });
  try {
    await writeFile(part, bytesOf(tracks), { signal });
    await rename(part, path);
  } finally {
    await rm(part, { force: true });
  }
  return true;
}

function* bytesOf(tracks: TrackOptions): Generator<Uint8Array> {
  for (const { bytes } of generateTracks(tracks)) yield bytes;
}
