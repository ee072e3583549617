import type { RequestHandler } from 'express';

/** Requests of data, since the server began or the log was cleared. */
export interface DataCounts {
  /** Requests that have come. */
  readonly requests: number;
  /** Requests that the browser aborted before they were answered. */
  readonly aborted: number;
  /** The paths of the requests, in order: `/tiles/3/4/2.png`, `/rows?start=0&end=50`. */
  readonly paths: readonly string[];
}

/** Counts the requests of data, and delays their answers. */
export interface DataLog {
  readonly delayed: RequestHandler;
  counts(): DataCounts;
  clear(): void;
}

/** @param latencyOf - milliseconds until a path is answered */
export function createDataLog(latencyOf: (path: string) => number): DataLog {
  let paths: string[] = [];
  let aborted = 0;
  return {
    delayed(request, response, next) {
      const own = paths;
      own.push(request.originalUrl);
      // The browser's own cache must not answer what the pages load again.
      response.set('Cache-Control', 'no-store');
      const answer = setTimeout(next, latencyOf(request.path));
      response.on('close', () => {
        clearTimeout(answer);
        if (!response.writableFinished && own === paths) aborted++;
      });
    },
    counts: () => ({ requests: paths.length, aborted, paths: [...paths] }),
    clear() {
      paths = [];
      aborted = 0;
    },
  };
}
