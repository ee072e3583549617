import { Command, InvalidArgumentError } from 'commander';
import { whenOrphaned } from '../visual/server/whenOrphaned.js';
import { clients } from './clients.js';
import { serveClients } from './server/serveClients.js';

const program = new Command('demo clients')
  .description(
    'Builds the pages of real libraries, serves them on this machine and prints their addresses.',
  )
  .option('-p, --port <number>', 'the port; 0: any that is free', integer, 4300)
  .option('--latency <ms>', 'milliseconds until any request of data is answered', integer);

function integer(text: string): number {
  if (!/^\d{1,5}$/.test(text) || Number(text) > 65_535)
    throw new InvalidArgumentError('Expected a whole number from 0 to 65535.');
  return Number(text);
}

async function main(): Promise<void> {
  const options = program.parse().opts<{ readonly port: number; readonly latency?: number }>();
  whenOrphaned(() => process.exit(143));
  const { address } = await serveClients(options);
  console.log(`The clients are at ${address} (end with Ctrl+C)`);
  for (const { name, title } of clients)
    console.log(`  ${title}: ${address}/${name}/ and, without prefetching, ?prefetch=off`);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
