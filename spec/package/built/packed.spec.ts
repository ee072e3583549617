import { execFileSync } from 'node:child_process';
import {
  existsSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { isBuiltin } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, dirname, join, posix } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import ts from 'typescript';
import { packageFolder } from '../../../tools/package/sourceFiles.js';
import { runNode } from './runNode.js';

interface Packed {
  readonly filename: string;
  readonly files: readonly { readonly path: string }[];
}

/** A folder with the packed package, rxjs, immer and Angular installed. */
let user: string;
let files: string[];

/** Folders that a clone does not have. */
const isMade = new Set([
  '.git',
  '.angular',
  '.spec-results',
  'coverage',
  'data',
  'dist',
  'node_modules',
]);

beforeAll(() => {
  user = mkdtempSync(join(tmpdir(), 'rxjs-prefetch-cache-'));
  // As in a clone, without a build: `prepare` and `prepack` have to build the package.
  const clone = join(user, 'clone');
  cpSync(packageFolder, clone, { recursive: true, filter: (path) => !isMade.has(basename(path)) });
  symlinkSync(join(packageFolder, 'node_modules'), join(clone, 'node_modules'), 'dir');
  const npm = ['pack', '--json', '--foreground-scripts=false', '--pack-destination', user];
  const said = execFileSync('npm', npm, {
    cwd: clone,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const [packed] = JSON.parse(said) as Packed[];
  if (!packed) throw new Error('npm packed nothing');
  files = packed.files.map(({ path }) => path);
  mkdirSync(join(user, 'node_modules/rxjs-prefetch-cache'), { recursive: true });
  execFileSync(
    'tar',
    ['-xzf', packed.filename, '--strip-components=1', '-C', 'node_modules/rxjs-prefetch-cache'],
    { cwd: user },
  );
  for (const name of ['rxjs', 'immer', '@angular'])
    symlinkSync(join(packageFolder, 'node_modules', name), join(user, 'node_modules', name), 'dir');
});

afterAll(() => rmSync(user, { recursive: true, force: true }));

const loop = `
  const seen = [];
  const cache = prefetchCache((key) => of('item ' + key), dynamicData({ possibleJumps: [-5, 5] }));
  of(1, 2, 3).pipe(cache).subscribe((item) => seen.push(item));
  console.log(JSON.stringify([seen, cache.stats().hits, typeof motProvider, typeof fileSource, typeof evictionContract]));
`;
const worked = [['item 1', 'item 2', 'item 3'], 2, 'function', 'function', 'function'];

describe('the package as it is published', () => {
  it('contains its build, metadata, licence, readme and docs, and no more', () => {
    const others = files.filter(
      (path) =>
        !/^dist\/[\w-]+(\/[\w-]+)*\.(mjs|cjs|d\.mts|d\.cts)$|^dist\/[\w-]+(\/[\w-]+)*\.[mc]js\.map$/.test(
          path,
        ),
    );
    const isPage = (path: string): boolean => /^docs\/[\w-]+\.(md|svg)$/.test(path);
    const picture = /^docs\/images\/frames-(dark|light)-wide\.png$/;
    expect(others.filter((path) => !isPage(path) && !picture.test(path)).sort()).toEqual([
      'CHANGELOG.md',
      'CONTRIBUTING.md',
      'LICENSE',
      'README.md',
      'SECURITY.md',
      'package.json',
    ]);
    expect(others).toEqual(expect.arrayContaining(['docs/recipes.md', 'docs/keys-and-items.svg']));
  });

  it('contains each file that its exports name', () => {
    const { exports, main, module, types } = JSON.parse(
      readFileSync(join(packageFolder, 'package.json'), 'utf8'),
    ) as Record<string, unknown>;
    const named =
      JSON.stringify([exports, main, module, types]).match(
        /\.\/[^"*]+\.(json|[mc]js|d\.[mc]ts)/g,
      ) ?? [];
    expect(named.length).toBeGreaterThan(20);
    for (const path of named) expect(files).toContain(path.slice(2));
  });

  it('has source maps with sources, one for each file of code', () => {
    const code = files.filter((path) => /\.[mc]js$/.test(path));
    expect(files.filter((path) => path.endsWith('.map'))).toEqual(
      code.map((path) => `${path}.map`),
    );
    for (const path of code) {
      expect(packedText(path)).toContain(`//# sourceMappingURL=${basename(path)}.map`);
      const { sources, sourcesContent = [] } = JSON.parse(packedText(`${path}.map`)) as {
        readonly sources: readonly string[];
        readonly sourcesContent?: readonly (string | null)[];
      };
      const held = sources.map((source, i) => [
        source,
        sourcesContent[i] === originalText(path, source),
      ]);
      expect(held).toEqual(sources.map((source) => [source, true]));
    }
  });

  it('has no declaration maps, as it does not contain the sources', () => {
    const declarations = files.filter((path) => /\.d\.[mc]ts$/.test(path));
    expect(declarations.length).toBeGreaterThan(9);
    expect(declarations.filter((path) => packedText(path).includes('sourceMappingURL'))).toEqual(
      [],
    );
  });

  it('contains all files that its pages link to, except specs', () => {
    const links = files
      .filter((path) => path.endsWith('.md'))
      .flatMap((page) =>
        linksOf(packedText(page)).map((target) => posix.join(posix.dirname(page), target)),
      );
    expect(links.length).toBeGreaterThanOrEqual(15);
    const isHeld = (target: string) =>
      files.includes(target) || (/^spec\/laws\/.*\.spec\.ts$/.test(target) && existsSync(target));
    expect(links.filter((target) => !isHeld(target))).toEqual([]);
  });

  it('has its version at the top of the changelog', () => {
    const { version } = JSON.parse(packedText('package.json')) as { readonly version: string };
    expect(/^## (.*)$/m.exec(packedText('CHANGELOG.md'))?.[1]).toBe(version);
  });

  it('depends on immer only, with rxjs as a peer and optional peers for further entries', () => {
    const { dependencies, peerDependencies, peerDependenciesMeta } = JSON.parse(
      readFileSync(join(user, 'node_modules/rxjs-prefetch-cache/package.json'), 'utf8'),
    ) as Record<string, object>;
    expect(Object.keys(dependencies ?? {})).toEqual(['immer']);
    const isOptional = (name: string): boolean => name in (peerDependenciesMeta ?? {});
    expect(Object.keys(peerDependencies ?? {}).filter((name) => !isOptional(name))).toEqual([
      'rxjs',
    ]);
  });

  it('can be imported', () => {
    const code = `
      import { of } from 'rxjs';
      import { prefetchCache } from 'rxjs-prefetch-cache/operators';
      import { dynamicData } from 'rxjs-prefetch-cache';
      import { motProvider } from 'rxjs-prefetch-cache/mot';
      import { fileSource } from 'rxjs-prefetch-cache/mot/node';
      import { evictionContract } from 'rxjs-prefetch-cache/testing';
      ${loop}`;
    expect(runNode('module', user, code)).toEqual(worked);
  });

  it('can be required', () => {
    const code = `
      const { of } = require('rxjs');
      const { prefetchCache } = require('rxjs-prefetch-cache/operators');
      const { dynamicData } = require('rxjs-prefetch-cache');
      const { motProvider } = require('rxjs-prefetch-cache/mot');
      const { fileSource } = require('rxjs-prefetch-cache/mot/node');
      const { evictionContract } = require('rxjs-prefetch-cache/testing');
      ${loop}`;
    expect(runNode('commonjs', user, code)).toEqual(worked);
  });

  it('has a program that learns a model', () => {
    const { bin } = JSON.parse(packedText('package.json')) as {
      readonly bin: Readonly<Record<string, string>>;
    };
    expect(Object.keys(bin)).toEqual(['rxjs-prefetch-cache']);
    const program = posix.normalize(bin['rxjs-prefetch-cache'] ?? '');
    expect(packedText(program)).toMatch(/^#!\/usr\/bin\/env node\n/);
    const printed = execFileSync(
      process.execPath,
      [join('node_modules/rxjs-prefetch-cache', program), 'learn', '-', '--out', 'model.json'],
      { cwd: user, encoding: 'utf8', input: 'a\nb\n'.repeat(40) },
    );
    expect(printed).toContain('80 requests of 2 keys (strings) in 1 session');
    expect(existsSync(join(user, 'model.json'))).toBe(true);
  });

  it('imports modules of Node only in ./mot/node, ./node and in its program', () => {
    const dist = join(user, 'node_modules/rxjs-prefetch-cache/dist');
    const forNode = readdirSync(dist, { recursive: true, encoding: 'utf8' })
      .filter(
        (name) =>
          /\.[mc]js$/.test(name) &&
          importsOf(join(dist, name)).some((specifier) => isBuiltin(specifier)),
      )
      .sort();
    expect(forNode).toEqual(['cli.mjs', 'mot/node.cjs', 'mot/node.mjs', 'node.cjs', 'node.mjs']);
  });
});

describe('its types, checked with all their imports,', () => {
  const source = `
    import { of, type Observable } from 'rxjs';
    import { auto, cacheState, dynamicDistanceDecay, keepModel, prefetchCache, type CacheState, type LoadErrorEvent, type PrefetchCache } from 'rxjs-prefetch-cache';
    import { ofType } from 'rxjs-prefetch-cache/operators';
    import { motProvider, type Frame, type MotSource } from 'rxjs-prefetch-cache/mot';
    import { fileSource } from 'rxjs-prefetch-cache/mot/node';
    import { fileStorage } from 'rxjs-prefetch-cache/node';
    import { evictionContract, type TestRunner } from 'rxjs-prefetch-cache/testing';

    const pages: PrefetchCache<number, string> = prefetchCache((page: number) => of(String(page)), dynamicDistanceDecay());
    const page$: Observable<string> = of(1, 2).pipe(pages);
    const state$: Observable<CacheState<number>> = cacheState(pages);
    const bodies: PrefetchCache<string, string> = prefetchCache<string, string>(() => new ReadableStream<string>(), () => []);
    const failure$: Observable<LoadErrorEvent<number>> = pages.events$.pipe(ofType('load-error'));
    const source: MotSource = fileSource('file.txt');
    const kept: Promise<boolean> = keepModel(auto<number>(), fileStorage('models'), { name: 'pages' }).restored;
    const frames = prefetchCache(motProvider(source), dynamicDistanceDecay());
    const frame$: Observable<Frame> = of(1).pipe(frames);
    declare const runner: TestRunner;
    void [page$, bodies, state$, failure$, frame$, evictionContract, runner];
    pages[Symbol.dispose]();
  `;
  const ofAngular = `
    import { HttpClient } from '@angular/common/http';
    import { inject, InjectionToken, signal, type Resource, type Signal } from '@angular/core';
    import { dynamicDistanceDecay, type CacheStats, type PrefetchCache } from 'rxjs-prefetch-cache';
    import { provideRouter, withPreloading } from '@angular/router';
    import { predictivePreloading } from 'rxjs-prefetch-cache/angular/router';
    import { injectPrefetchCache, prefetchResource, providePrefetchCache, stateSignal, statsSignal } from 'rxjs-prefetch-cache/angular';

    const PAGES = new InjectionToken<PrefetchCache<number, string[]>>('pages');
    export const providers = [
      providePrefetchCache(PAGES, () => {
        const http = inject(HttpClient);
        return injectPrefetchCache((page) => http.get<string[]>(String(page)), dynamicDistanceDecay());
      }),
      provideRouter([], withPreloading(predictivePreloading({ predictor: () => [] }))),
    ];
    export class Pages {
      readonly cache = inject(PAGES);
      readonly page = prefetchResource({ key: signal(1), cache: this.cache, whileLoading: 'last' });
      readonly asAngulars: Resource<string[] | undefined> = this.page;
      readonly stats: Signal<CacheStats> = statsSignal(this.cache);
      readonly state = stateSignal(this.cache);
      get length(): number {
        return this.page.hasValue() ? this.page.value().length : 0;
      }
    }
  `;
  const strict = {
    strict: true,
    exactOptionalPropertyTypes: true,
    skipLibCheck: false,
    noEmit: true,
    target: 'ES2022',
    lib: ['ES2022', 'DOM', 'ESNext.Disposable'],
    types: [],
  };

  it.each([
    ['ES modules of Node', 'user.mts', { module: 'NodeNext', moduleResolution: 'NodeNext' }],
    ['CommonJS of Node', 'user.cts', { module: 'NodeNext', moduleResolution: 'NodeNext' }],
    ['a bundler', 'user.ts', { module: 'ESNext', moduleResolution: 'Bundler' }],
  ])('fit a strict user of %s', (_who, file, resolution) => {
    const folder = mkdtempSync(join(user, 'types-'));
    writeFileSync(join(folder, file), source);
    writeFileSync(
      join(folder, 'tsconfig.json'),
      JSON.stringify({ compilerOptions: { ...strict, ...resolution }, files: [file] }),
    );
    expect(compile(folder)).toBe('');
  });

  it.each([
    ['20', 'spec/angular20/node_modules'],
    ['21', 'node_modules'],
  ])('fit a strict user of Angular %s', (major, place) => {
    const folder = mkdtempSync(join(user, 'types-'));
    const angular = join(folder, 'node_modules/@angular');
    mkdirSync(angular, { recursive: true });
    for (const name of ['core', 'common', 'router'])
      symlinkSync(join(packageFolder, place, '@angular', name), join(angular, name), 'dir');
    const { version } = JSON.parse(readFileSync(join(angular, 'core/package.json'), 'utf8')) as {
      readonly version: string;
    };
    expect(version.split('.')[0]).toBe(major);
    // Beside it, so that its types find this Angular.
    cpSync(
      join(user, 'node_modules/rxjs-prefetch-cache'),
      join(folder, 'node_modules/rxjs-prefetch-cache'),
      { recursive: true },
    );
    writeFileSync(join(folder, 'user.mts'), ofAngular);
    // Angular's own types do not compile without `skipLibCheck`.
    const compilerOptions = {
      ...strict,
      skipLibCheck: true,
      module: 'NodeNext',
      moduleResolution: 'NodeNext',
    };
    writeFileSync(
      join(folder, 'tsconfig.json'),
      JSON.stringify({ compilerOptions, files: ['user.mts'] }),
    );
    expect(compile(folder)).toBe('');
  });

  it('refuse wrong use', () => {
    const folder = mkdtempSync(join(user, 'types-'));
    writeFileSync(
      join(folder, 'user.mts'),
      source.replace('of(1, 2).pipe(pages)', "of('one').pipe(pages)"),
    );
    const compilerOptions = { ...strict, module: 'NodeNext', moduleResolution: 'NodeNext' };
    writeFileSync(
      join(folder, 'tsconfig.json'),
      JSON.stringify({ compilerOptions, files: ['user.mts'] }),
    );
    expect(compile(folder)).toMatch(/^user\.mts\(11,\d+\): error TS\d+/);
  });
});

/** A file of the packed package. */
function packedText(path: string): string {
  return readFileSync(join(user, 'node_modules/rxjs-prefetch-cache', path), 'utf8');
}

/** The source that a map names, from the checkout. */
function originalText(path: string, source: string): string {
  return readFileSync(join(packageFolder, dirname(path), source), 'utf8');
}

/** The files that a page links to or shows: neither addresses nor its own headings. */
function linksOf(page: string): string[] {
  const targets = [...page.matchAll(/\]\(([^)]+)\)|src(?:set)?="([^"]+)"/g)].map(
    ([, link, picture]) => link ?? picture ?? '',
  );
  return targets
    .filter((target) => !/^(#|[a-z]+:)/.test(target))
    .map((target) => target.replace(/#.*$/, ''));
}

function importsOf(path: string): string[] {
  return ts
    .preProcessFile(readFileSync(path, 'utf8'), true, true)
    .importedFiles.map(({ fileName }) => fileName);
}

/** Messages of the compiler for a folder; empty without errors. */
function compile(folder: string): string {
  try {
    return execFileSync(
      process.execPath,
      [join(packageFolder, 'node_modules/typescript/bin/tsc'), '-p', '.'],
      {
        cwd: folder,
        encoding: 'utf8',
      },
    );
  } catch (error) {
    return (error as { stdout: string }).stdout;
  }
}
