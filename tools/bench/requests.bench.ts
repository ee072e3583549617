/**
 * How long requests wait on a source with six connections, as a browser opens to an HTTP/1.1
 * server: `npm run bench -- requests`.
 *
 * The time is virtual, so the figures are the same on each machine.
 */
import { measureWaits } from './requests/measureWaits.js';

const rows = [
  { concurrency: 8 },
  { concurrency: 4 },
  { concurrency: 0 },
  { concurrency: 4, onRequest: 'hold' },
  { concurrency: 4, onRequest: 'abort' },
] as const;

console.log('ms a request waits, of four readers that jump together, and then make nine steps\n');
console.log('concurrency   onRequest      a jump    a step   loads/request');
for (const options of rows) {
  const { jump, step, loads } = measureWaits(options);
  const { concurrency, onRequest = 'continue' } = { onRequest: undefined, ...options };
  console.log(
    `${String(concurrency).padEnd(14)}${onRequest.padEnd(12)}${jump.toFixed(0).padStart(9)}${step.toFixed(0).padStart(10)}${loads.toFixed(2).padStart(16)}`,
  );
}
