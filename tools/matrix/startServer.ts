import { spawn } from 'node:child_process';
import { environment } from './inProject.js';

/** A server that runs in a process of its own. */
export interface RunningServer {
  readonly address: string;
  /** What it has printed on `stderr`. */
  readonly stderr: () => string;
  readonly stop: () => void;
}

/** Ends the wait for a server that never answers. Milliseconds. */
const START_LIMIT = 60_000;

/**
 * Starts a server that prints its address as its first line.
 *
 * @throws Error (rejects) with what it printed, if it ends or prints no address
 */
export function startServer(
  folder: string,
  program: string,
  args: readonly string[],
): Promise<RunningServer> {
  let [stdout, stderr] = ['', ''];
  const child = spawn(program, args, {
    cwd: folder,
    env: environment(),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const stop = (): void => {
    process.off('exit', stop);
    child.kill('SIGKILL');
  };
  process.once('exit', stop);
  return new Promise((resolve, reject) => {
    const fail = (why: string): void => {
      stop();
      reject(new Error([why, stdout, stderr].join('\n')));
    };
    const timer = setTimeout(() => fail('The server printed no address'), START_LIMIT);
    child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    child.stdout.on('data', (chunk: Buffer) => {
      stdout += chunk.toString();
      const address = /^http:\S+(?=\n)/.exec(stdout)?.[0];
      if (address === undefined) return;
      clearTimeout(timer);
      resolve({ address, stderr: () => stderr, stop });
    });
    child.on('error', (error) => fail(error.message));
    child.on('close', () => fail('The server ended'));
  });
}
