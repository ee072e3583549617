import { mkdir, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { generateTracks, type TrackOptions } from './tracks.js';

/** What was written, until now or in all. */
export interface Written {
  /** The frame that was written last. */
  readonly frame: number;
  /** Lines, which are boxes. */
  readonly lines: number;
  /** Tracks that began. */
  readonly tracks: number;
  readonly bytes: number;
}

/**
 * Writes a generated file, and its folder if there is none. Each chunk is made when the one before
 * is written, so the memory that is needed stays the same.
 *
 * @param onProgress - called once a megabyte, or about that
 * @throws RangeError | TypeError (rejects) for wrong options, before anything is written
 */
export async function writeTracks(
  path: string,
  options: TrackOptions,
  onProgress?: (written: Written) => void,
): Promise<Written> {
  const chunks = generateTracks(options);
  await mkdir(dirname(path), { recursive: true });
  const file = await open(path, 'w');
  let written: Written = { frame: 0, lines: 0, tracks: 0, bytes: 0 };
  try {
    for (const { bytes, ...progress } of chunks) {
      for (let at = 0; at < bytes.length;) at += (await file.write(bytes, at)).bytesWritten;
      written = { ...progress, bytes: written.bytes + bytes.length };
      onProgress?.(written);
    }
  } finally {
    await file.close();
  }
  return written;
}
