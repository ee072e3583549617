/** A program that runs on the built package. */
export interface Program {
  /** What it needs of the build: types cost most of its time. */
  readonly needs: 'code' | 'all';
  /** Runs it, with the arguments of the process. */
  readonly run: () => Promise<unknown>;
}

/**
 * The programs by the script that runs them and by name; the first of a script is the one that runs
 * where none is named.
 */
export const programs: Readonly<Record<string, Readonly<Record<string, Program>>>> = {
  demo: {
    basic: { needs: 'code', run: () => import('../demos/basic/main.js') },
    'generate-mot': { needs: 'code', run: () => import('../demos/generate-mot/main.js') },
    profile: { needs: 'code', run: () => import('../demos/profile/main.js') },
    visual: { needs: 'all', run: () => import('../demos/visual/main.js') },
  },
  pages: {
    visual: { needs: 'all', run: () => import('../demos/visual/main.js') },
    clients: { needs: 'code', run: () => import('../demos/clients/main.js') },
  },
  service: {
    serve: { needs: 'code', run: () => import('../demos/service/main.js') },
  },
  bench: {
    replay: { needs: 'code', run: () => import('./bench/replay.bench.js') },
    clients: { needs: 'code', run: () => import('./bench/clients.bench.js') },
    demo: { needs: 'all', run: () => import('./bench/demo.bench.js') },
    docs: { needs: 'code', run: () => import('./bench/docs.bench.js') },
    evict: { needs: 'code', run: () => import('./bench/evict.bench.js') },
    memory: { needs: 'code', run: () => import('./bench/memory.bench.js') },
    readers: { needs: 'code', run: () => import('./bench/readerMemory.bench.js') },
    models: { needs: 'code', run: () => import('./bench/models.bench.js') },
    requests: { needs: 'code', run: () => import('./bench/requests.bench.js') },
    residents: { needs: 'code', run: () => import('./bench/residents.bench.js') },
    mot: { needs: 'code', run: () => import('./bench/mot.bench.js') },
    shared: { needs: 'code', run: () => import('./bench/shared.bench.js') },
    staleness: { needs: 'code', run: () => import('./bench/staleness.bench.js') },
    trained: { needs: 'code', run: () => import('./bench/trained.bench.js') },
    views: { needs: 'code', run: () => import('./bench/views.bench.js') },
  },
  make: {
    api: { needs: 'all', run: () => import('./package/apiReport.js') },
    screenshots: { needs: 'all', run: () => import('./browser/screenshots.js') },
  },
};
