import { Session, type Profiler } from 'node:inspector/promises';

/** Microseconds between two samples: few, as the runs are short. */
const interval = 100;

/** Samples the functions that run during a task. */
export async function sampleFunctions<T>(
  task: () => Promise<T>,
): Promise<{ result: T; profile: Profiler.Profile }> {
  const session = new Session();
  session.connect();
  try {
    await session.post('Profiler.enable');
    await session.post('Profiler.setSamplingInterval', { interval });
    await session.post('Profiler.start');
    const result = await task();
    const { profile } = await session.post('Profiler.stop');
    return { result, profile };
  } finally {
    session.disconnect();
  }
}
