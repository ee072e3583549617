import { generateTracks } from '../../../../../generate-mot/tracks.js';

const options = {
  tracks: 1400,
  frames: 10_000,
  minTrackLength: 60,
  maxTrackLength: 240,
  width: 1280,
  height: 720,
};

/**
 * Makes a file of 10,000 frames, in pieces, so that the page stays responsive.
 *
 * @param onProgress - called with the progress, from 0 to 1
 */
export async function generateFile(onProgress: (done: number) => void): Promise<File> {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  for (const { bytes, frame } of generateTracks(options)) {
    // The memory of a chunk is used again.
    parts.push(new Uint8Array(bytes));
    onProgress(frame / options.frames);
    await new Promise((resolve) => setTimeout(resolve));
  }
  return new File(parts, 'generated.txt');
}
