import { posix } from 'node:path';
import { cyclesOf } from './cyclesOf.js';
import { publicNames } from './publicNames.js';
import { readModule, type Module, type ModuleImport } from './readModule.js';

/** Files that all others stand on, beside `src/structures` and `src/net`. */
const base = ['types', 'provider', 'events', 'errors', 'options'].map((name) => `src/${name}.ts`);
/** What decides: readers, plans, residents, states. */
const deciders = ['cache', 'state'];
/** The parts with which the deciders work; what learns is handed to them as a predictor. */
const parts = ['eviction', 'predictors', 'keeping', 'sharing'];
/** All of `src` that the root entry exports from, from the lowest layer up. */
const inner = ['base', ...parts, 'learning', 'auto', ...deciders];
/** Entries beside the root and `./operators`. */
const further = ['mot', 'testing', 'angular', 'angular/cdk', 'angular/router', 'http', 'keyv'];
/** Parts of the operators that entries use, too, which subscribe to providers and start timers. */
const forEntries = ['subscribeToResult', 'timerOf'].map((name) => `operators/internal/${name}.ts`);
/** Files named for Node. */
const forNode = /(^|\/)node\.ts$/;

/** Which layers a layer may import, beside itself. */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  base: [],
  eviction: ['base'],
  predictors: ['base'],
  keeping: ['base'],
  sharing: ['base', 'keeping'],
  learning: ['base', 'predictors'],
  // `auto` brings a control along, and a control brings an eviction policy.
  auto: ['base', 'eviction', 'predictors', 'learning'],
  ...Object.fromEntries(deciders.map((decider) => [decider, ['base', ...parts]])),
  operators: ['base', ...parts, ...deciders],
  root: [...inner, 'operators'],
  // The base is open to them; of the rest, judged name by name, what is public.
  ...Object.fromEntries(further.map((entry) => [entry, [...inner, 'operators', 'root']])),
  'angular/cdk': [...inner, 'operators', 'root', 'angular'],
  // Programs that use the package by its public names, as any user does.
  replay: [],
  cli: ['replay'],
};

/** Which other packages a layer may import at run time; rxjs for its types is open to all. */
const mayImportPackage: Readonly<Record<string, readonly string[]>> = {
  state: ['immer'],
  operators: ['rxjs'],
  ...Object.fromEntries(further.map((entry) => [entry, ['rxjs']])),
  angular: ['rxjs', '@angular/core'],
  'angular/cdk': ['rxjs', '@angular/core', '@angular/cdk'],
  'angular/router': ['rxjs', '@angular/core', '@angular/router'],
  replay: ['rxjs', 'rxjs-prefetch-cache'],
  cli: ['rxjs-prefetch-cache'],
};

/**
 * What breaks the law of who may import whom, a sentence each; none if all is well.
 *
 * @param files - paths from the root of the package to texts: all of `src` and `operators`
 */
export function importBreaches(files: ReadonlyMap<string, string>): string[] {
  const modules = new Map(
    Array.from(files, ([path, text]) => [path, readModule(path, text)] as const),
  );
  const isPublic = publicOrigins(modules);
  const breaches: string[] = [];
  const fileGraph = new Map<string, string[]>();
  // Of lawful imports alone: an import that breaks the law of layers is one breach, not two.
  const folderGraph = new Map<string, string[]>();
  for (const module of modules.values()) {
    for (const each of module.imports) {
      if (each.path !== undefined) addEdge(fileGraph, module.path, each.path);
      const breach =
        each.path === undefined
          ? packageBreach(module, each)
          : fileBreach(module, each, each.path, modules, isPublic);
      if (breach !== undefined) breaches.push(`${module.path}:${each.line} ${breach}`);
      else if (each.path !== undefined)
        addEdge(folderGraph, folderOf(module.path), folderOf(each.path));
    }
    if (module.path.endsWith('/index.ts') && module.hasLogic)
      breaches.push(`${module.path} holds more than re-exports`);
  }
  return [
    ...breaches,
    ...cyclesOf(fileGraph).map((cycle) => `${cycle} is a cycle of files`),
    ...cyclesOf(folderGraph).map((cycle) => `${cycle} is a cycle of folders`),
  ];
}

function addEdge(graph: Map<string, string[]>, from: string, to: string): void {
  const targets = graph.get(from) ?? [];
  graph.set(from, targets);
  if (from !== to) targets.push(to);
}

function layerOf(path: string): string {
  const [folder = '', next = '', last = ''] = path.split('/');
  if (folder === 'operators') return 'operators';
  if (path === 'src/index.ts') return 'root';
  if (base.includes(path) || /^src\/(structures|net)\//.test(path)) return 'base';
  if (folder !== 'src') return 'nowhere';
  return [`${next}/${last}`, next].find((name) => name in mayImport) ?? 'nowhere';
}

/** What the root entry exports, as `path name`. */
function publicOrigins(modules: ReadonlyMap<string, Module>): Set<string> {
  if (!modules.has('src/index.ts')) return new Set();
  return new Set(
    Array.from(
      publicNames(modules, 'src/index.ts').values(),
      ({ path, name }) => `${path} ${name}`,
    ),
  );
}

function packageBreach(
  { path }: Module,
  { specifier, isTypeOnly }: ModuleImport,
): string | undefined {
  const name = specifier.startsWith('node:') ? 'node:' : /^(@[^/]+\/)?[^/]+/.exec(specifier)?.[0];
  if (name === 'node:')
    return forNode.test(path) ? undefined : `imports ${specifier}, but is not named for Node`;
  if (name === 'rxjs' && isTypeOnly) return undefined;
  if (mayImportPackage[layerOf(path)]?.includes(name ?? '')) return undefined;
  return name === 'rxjs'
    ? 'imports rxjs at run time, but may import only its types'
    : `imports ${specifier}, which has no place here`;
}

function fileBreach(
  { path }: Module,
  { names, isReExport }: ModuleImport,
  target: string,
  modules: ReadonlyMap<string, Module>,
  isPublic: ReadonlySet<string>,
): string | undefined {
  if (!modules.has(target)) return `imports ${target}, which is not there`;
  const [from, to] = [layerOf(path), layerOf(target)];
  if (from === 'nowhere') return `imports ${target}, but the law does not know its own folder`;
  if (from === 'root' && !isReExport) return `imports ${target}, but may only re-export`;
  if (forEntries.includes(target) && further.includes(from)) return undefined;
  if (target.startsWith('operators/internal/') && from !== 'operators')
    return `imports ${target}, which is for operators alone`;
  if (target === 'operators/index.ts' && from === 'operators') return 'imports its own entry';
  if (from === to) return undefined;
  if (!mayImport[from]?.includes(to)) return `imports ${target}: ${from} may not import ${to}`;
  // A part of the same entry in a folder of its own.
  if (from.startsWith(`${to}/`)) return undefined;
  if (!further.includes(from) || to === 'base' || target.endsWith('/index.ts')) return undefined;
  const hidden = names.find(({ name }) => name === '*' || !isPublic.has(`${target} ${name}`));
  return hidden && `imports ${hidden.name} of ${target}, which is not public`;
}

/** The folder of a file; the base and the root entry, which share `src`, count as two. */
function folderOf(path: string): string {
  const layer = layerOf(path);
  return layer === 'base' || layer === 'root' ? layer : posix.dirname(path);
}
