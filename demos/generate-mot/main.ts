import { SingleBar } from 'cli-progress';
import { Command, InvalidArgumentError } from 'commander';
import type { TrackOptions } from './tracks.js';
import { writeTracks } from './writeTracks.js';

interface Arguments extends Required<TrackOptions> {
  readonly output: string;
}

const program = new Command('npm start -- generate-mot')
  .description(
    'Writes a Multiple Object Tracking file with moving boxes: 10 columns, ordered by frame. The same seed gives the same bytes.',
  )
  .requiredOption('-o, --output <file>', 'the file to write; its folder is made')
  .option('-t, --tracks <count>', 'objects that move through the frames', integer, 100)
  .option('-f, --frames <count>', 'frames', integer, 10_000)
  .option('--width <pixels>', 'width of the picture', integer, 1920)
  .option('--height <pixels>', 'height of the picture', integer, 1080)
  .option('--min-track-length <frames>', 'frames that a track lives at least', integer, 10)
  .option('--max-track-length <frames>', 'frames that a track lives at most', integer, 200)
  .option('--seed <number>', 'what chance begins with', integer, 42)
  .addHelpText(
    'after',
    '\nA track gives about 100 lines, 5.7 kB: -t 100 -f 1000 makes 0.5 MB, -t 85000 -f 100000 about 500 MB with 81 boxes a frame.',
  );

function integer(text: string): number {
  if (!/^[+-]?\d+$/.test(text)) throw new InvalidArgumentError('Expected a whole number.');
  return Number(text);
}

async function main(): Promise<void> {
  const { output, ...options } = program.parse().opts<Arguments>();
  const bar = new SingleBar({
    format:
      '{bar} {percentage} % | frame {value} of {total} | {megabytes} MB | {eta_formatted} left',
    hideCursor: true,
  });
  const began = performance.now();
  let isShown = false;
  const written = await writeTracks(output, options, ({ frame, bytes }) => {
    if (!isShown) bar.start(options.frames, 0, { megabytes: 0 });
    isShown = true;
    bar.update(frame, { megabytes: Math.round(bytes / 1e6) });
  }).finally(() => {
    if (isShown) bar.stop();
  });
  const seconds = (performance.now() - began) / 1000;
  const count = (value: number) => value.toLocaleString('en-US');
  console.log(`${output}: ${count(written.bytes)} bytes in ${seconds.toFixed(1)} s`);
  console.log(
    `${count(written.lines)} lines, ${count(options.frames)} frames, ${count(written.tracks)} tracks, mean ${(written.lines / options.frames).toFixed(1)} boxes a frame`,
  );
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
