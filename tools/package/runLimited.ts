import { spawn } from 'node:child_process';

/** What a program is run with. */
export interface Run {
  readonly file: string;
  readonly args: readonly string[];
  readonly folder: string;
  readonly env?: NodeJS.ProcessEnv;
  /**
   * Milliseconds after which the program is stopped: many times what it takes on a slow machine, as
   * it only ends a program that hangs.
   */
  readonly limit: number;
}

/** How a program ended. */
export interface Ended {
  readonly ok: boolean;
  readonly stdout: string;
  readonly stderr: string;
  /**
   * Why the program has no result of its own: it was stopped at its limit, killed, or could not be
   * started.
   */
  readonly broken: string | undefined;
}

/** Runs a program to its end or to its limit. It never rejects. */
export function runLimited({ file, args, folder, env = process.env, limit }: Run): Promise<Ended> {
  return new Promise((resolve) => {
    let [stdout, stderr] = ['', ''];
    let isStopped = false;
    // A group of its own, so that the processes that it starts end with it.
    const detached = process.platform !== 'win32';
    const child = spawn(file, args, {
      cwd: folder,
      env,
      detached,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const kill = (): void => {
      if (detached && child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
      else child.kill('SIGKILL');
    };
    const interrupt = (): never => process.exit(130);
    process.once('exit', kill).once('SIGINT', interrupt).once('SIGTERM', interrupt);
    const timer = setTimeout(() => {
      isStopped = true;
      kill();
    }, limit);
    const end = (ok: boolean, broken: string | undefined): void => {
      clearTimeout(timer);
      process.off('exit', kill).off('SIGINT', interrupt).off('SIGTERM', interrupt);
      resolve({ ok, stdout, stderr, broken });
    };
    child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    child.on('error', (error) => end(false, error.message));
    child.on('close', (code, signal) => {
      const why = isStopped
        ? `Stopped at its limit of ${limit / 1000} s`
        : signal
          ? `Killed by ${signal}`
          : undefined;
      end(code === 0, why);
    });
  });
}
