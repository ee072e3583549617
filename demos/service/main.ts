import cluster from 'node:cluster';
import { lastValueFrom } from 'rxjs';
import { sampleFile } from '../shared/sampleFile.js';
import { whenOrphaned } from '../visual/server/whenOrphaned.js';
import { parseServiceOptions } from './parseServiceOptions.js';
import { startProcesses } from './startProcesses.js';
import { startService } from './startService.js';

/** Ends one process of the service, or all, and resolves when that is done. */
type Stop = () => Promise<void>;

/** The first process of several; each of the others, and a single one, serves. */
async function start(): Promise<Stop> {
  const { file, ...options } = parseServiceOptions(process.argv);
  const path = file ?? (await lastValueFrom(sampleFile(), { defaultValue: undefined }))?.path ?? '';
  if (cluster.isPrimary && options.processes > 1) return startProcesses(options);
  const service = await startService({ ...options, file: path });
  if (cluster.isPrimary) console.log(`The service is at ${service.address} (end with Ctrl+C)`);
  return service.close;
}

/** Milliseconds that a stop may take. */
const PATIENCE = 10_000;

async function main(): Promise<void> {
  let stopping = false;
  const stop = await start();
  const end = (): void => {
    if (stopping) return;
    stopping = true;
    setTimeout(() => process.exit(1), PATIENCE).unref();
    stop().then(
      () => process.exit(0),
      (error: unknown) => {
        console.error(error);
        process.exit(1);
      },
    );
  };
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, end);
  if (cluster.isWorker) process.on('disconnect', end);
  else whenOrphaned(end);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});
