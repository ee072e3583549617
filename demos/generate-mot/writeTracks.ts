import { mkdir, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { generateTracks, type TrackOptions } from './tracks.js';

/** What was written so far, or in total. */
export interface Written {
  /** The last frame that was written. */
  readonly frame: number;
  /** Number of lines, one for each box. */
  readonly lines: number;
  /** Tracks that began. */
  readonly tracks: number;
  readonly bytes: number;
}

/**
 * Writes a generated file, and its folder if there is none.
 *
 * Each chunk is made after the one before was written, so that memory is bounded.
 *
 * @param onProgress - called about once a megabyte
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
