// Uses each entry of the package once. Its callers load the modules, as ES modules or as CommonJS.
const assert = require('node:assert');
const { rmSync, writeFileSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join } = require('node:path');

/** `1,7,…` is one object in frame 1. */
const motLines = '1,7,10,20,30,40,0.9\n2,7,12,20,30,40,0.8\n2,8,50,60,20,20,0.7\n';

function operator({ root, operators, rxjs }) {
  for (const name of Object.keys(operators)) assert.strictEqual(operators[name], root[name], name);
  const items = [];
  const cache = operators.prefetchCache(
    (key) => rxjs.of(`item ${key}`),
    root.dynamicData({ possibleJumps: [-5, 5] }),
  );
  rxjs
    .of(1, 2, 3)
    .pipe(cache)
    .subscribe((item) => items.push(item));
  assert.deepStrictEqual(items, ['item 1', 'item 2', 'item 3']);
  assert.strictEqual(cache.stats().hits, 2);
  cache.close();
}

async function webStream({ root, rxjs }) {
  const load = (key) =>
    new ReadableStream({
      start(controller) {
        controller.enqueue(`item ${key}`);
        controller.close();
      },
    });
  const cache = root.prefetchCache(load, root.auto());
  assert.strictEqual(await rxjs.firstValueFrom(cache.get(1)), 'item 1');
  cache.close();
}

async function frames({ rxjs, mot }, source) {
  const provider = mot.motProvider(source);
  const frame = await rxjs.firstValueFrom(
    rxjs.from(provider.load(2, { signal: new AbortController().signal })),
  );
  assert.strictEqual(frame.detections.length, 2);
  await provider.close();
}

async function file(modules) {
  const path = join(tmpdir(), `rxjs-prefetch-cache-${process.pid}.txt`);
  writeFileSync(path, motLines);
  try {
    await frames(modules, modules.motNode.fileSource(path));
  } finally {
    rmSync(path);
  }
}

async function model({ root, rxjs, node }) {
  const folder = join(tmpdir(), `rxjs-prefetch-cache-models-${process.pid}`);
  const options = { name: 'pages' };
  try {
    const learner = root.auto();
    const kept = root.keepModel(learner, node.fileStorage(folder), options);
    const cache = root.prefetchCache((key) => rxjs.of(key), learner);
    rxjs.of(1, 2, 3).pipe(cache).subscribe();
    cache.close();
    assert.strictEqual(await kept.close(), true);
    const again = root.keepModel(root.auto(), node.fileStorage(folder), options);
    assert.strictEqual(await again.restored, true);
    await again.close();
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function store({ root, rxjs, keyv }) {
  const texts = new Map();
  const visit = async () => {
    let loads = 0;
    const source = (key) => rxjs.of(`item ${key}, load ${++loads}`);
    const items = keyv.withStore(source, texts, { namespace: 'items', ttl: 60_000 });
    const cache = root.prefetchCache(items, root.auto(), { ttl: items.ttl });
    assert.strictEqual(await rxjs.firstValueFrom(cache.get(1)), 'item 1, load 1');
    cache.close();
    await items.close();
    return loads;
  };
  assert.deepStrictEqual([await visit(), await visit()], [1, 0]);
}

async function address({ root, rxjs, http }) {
  const load = http.httpProvider({
    url: (page) => `data:text/plain,page ${page}`,
    parse: (response) => response.text(),
  });
  const cache = root.prefetchCache(load, root.auto());
  assert.strictEqual(await rxjs.firstValueFrom(cache.get(1)), 'page 1');
  cache.close();
}

async function contract({ root, testing }) {
  const tests = [];
  const runner = { describe: (_title, body) => body(), it: (_title, body) => tests.push(body) };
  testing.evictionContract(runner, 'lru', () => root.lru());
  assert.ok(tests.length > 5);
  for (const test of tests) await test();
}

async function angular({ root, rxjs, core, angular, router }) {
  const injector = core.createEnvironmentInjector(
    [{ provide: core.PLATFORM_ID, useValue: 'browser' }],
    core.Injector.NULL,
  );
  const cache = core.runInInjectionContext(injector, () =>
    angular.injectPrefetchCache((page) => rxjs.of(page + 1), root.dynamicDistanceDecay()),
  );
  assert.strictEqual(await rxjs.firstValueFrom(cache.get(1)), 2);
  injector.destroy();
  assert.strictEqual(typeof router.predictivePreloading({ predictor: () => [] }), 'function');
}

/** Resolves if all entries work; rejects with the first difference. */
module.exports = async function check(modules) {
  operator(modules);
  await webStream(modules);
  await frames(modules, modules.mot.blobSource(new Blob([motLines])));
  await file(modules);
  await model(modules);
  await store(modules);
  await address(modules);
  await contract(modules);
  await angular(modules);
  console.log('all entries work');
};
