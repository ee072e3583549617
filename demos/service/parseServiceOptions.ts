import { Command, InvalidArgumentError } from 'commander';

/** Options of the service. */
export interface ServiceOptions {
  /** 0: any that is free. */
  readonly port: number;
  /** Address of a Redis or Valkey server; undefined: an embedded LevelDB. */
  readonly redis?: string | undefined;
  /** Processes that serve. */
  readonly processes: number;
  /** A Multiple Object Tracking file. @defaultValue the generated file of the demos */
  readonly file?: string | undefined;
  /** Folder of the embedded store. @defaultValue one in the folder of temporary files */
  readonly data?: string | undefined;
  /** Milliseconds that the source takes for a frame or a page. */
  readonly latency: number;
  /** Seconds after which a session without a request ends. */
  readonly idle: number;
  /** Whether items are prefetched. */
  readonly prefetch: boolean;
}

/** @throws Error for wrong options; prints the help and ends the process if asked for it */
export function parseServiceOptions(argv: readonly string[]): ServiceOptions {
  const options = new Command('npm run demo:service --')
    .description('Serves frames and rows over HTTP, from a cache in front of LevelDB or Redis.')
    .option('-p, --port <number>', 'the port; 0: any that is free', integer(0, 65_535), 4400)
    .option('--redis <url>', 'address of a Redis or Valkey server (default: an embedded LevelDB)')
    .option('--processes <n>', 'processes; more than one need Redis', integer(1, 64), 1)
    .option('--file <path>', 'a Multiple Object Tracking file (default: a generated one)')
    .option('--data <folder>', 'folder of LevelDB (default: a temporary one)')
    .option('--latency <ms>', 'milliseconds that the source takes', integer(0, 60_000), 40)
    .option(
      '--idle <seconds>',
      'seconds until a session without requests ends',
      integer(1, 86_400),
      60,
    )
    .option('--no-prefetch', 'the same cache without prefetching')
    .parse(argv)
    .opts<ServiceOptions>();
  // LevelDB belongs to the one process that opened it.
  if (options.processes > 1 && options.redis === undefined)
    throw new Error('`--processes` above 1 requires `--redis`: LevelDB serves one process.');
  return options;
}

function integer(from: number, to: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!/^\d+$/.test(text) || value < from || value > to)
      throw new InvalidArgumentError(`Expected a whole number from ${from} to ${to}.`);
    return value;
  };
}
