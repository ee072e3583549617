import { Command, InvalidArgumentError } from 'commander';
import { buildApp } from './server/buildApp.js';
import { serveApp } from './server/serveApp.js';
import { whenOrphaned } from './server/whenOrphaned.js';

const program = new Command('demo')
  .description('Builds the pages, serves them on this machine and says where.')
  .option('-p, --port <number>', 'the port; 0: any that is free', integer, 4200);

function integer(text: string): number {
  if (!/^\d{1,5}$/.test(text) || Number(text) > 65_535)
    throw new InvalidArgumentError('Expected a port: a whole number from 0 to 65535.');
  return Number(text);
}

async function main(): Promise<void> {
  const { port } = program.parse().opts<{ readonly port: number }>();
  whenOrphaned(() => process.exit(143));
  await buildApp(console.log);
  const server = await serveApp(port);
  console.log(`The demo is at ${server.address} (end it with Ctrl+C)`);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
