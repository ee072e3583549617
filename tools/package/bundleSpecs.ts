import { entries } from './entries.js';
import { publicNames } from './publicNames.js';
import { readModule, type Module } from './readModule.js';

/** What of the specs can run over the bundle, and how. */
export interface BundleSpecs {
  /** The spec files that use nothing but what is public, and something of it. */
  readonly specs: readonly string[];
  /**
   * The source files that are public, with the file in dist (without its ending) that exports the
   * same.
   */
  readonly builtBySource: ReadonlyMap<string, string>;
}

/**
 * Finds the specs that can run over the built bundle as they are: those that take from the sources
 * only names that an entry exports, themselves and by the helpers that they import.
 *
 * @param sources - all of `src` and `operators`, texts by path; `src/replay` and `src/cli` use the
 *   rest by its public names, as helpers do
 * @param specs - all of `spec` and `tools`, texts by path
 */
export function bundleSpecs(
  sources: ReadonlyMap<string, string>,
  specs: ReadonlyMap<string, string>,
): BundleSpecs {
  const modules = new Map(
    Array.from([...sources, ...specs], ([path, text]) => [path, readModule(path, text)] as const),
  );
  const builtBySource = new Map<string, string>();
  /** The public names, as `path name`. */
  const isPublic = new Set<string>();
  for (const { source, built } of entries) {
    if (!modules.has(source)) continue;
    builtBySource.set(source, built);
    for (const [as, { path, name, isTypeOnly }] of publicNames(modules, source)) {
      if (isTypeOnly || (builtBySource.get(path) ?? built) !== built) continue;
      builtBySource.set(path, built);
      isPublic.add(`${source} ${as}`);
      if (as === name) isPublic.add(`${path} ${name}`);
    }
  }

  /**
   * How many names of the bundle a file uses, with its helpers; undefined if it uses others too.
   */
  const publicUses = (module: Module, seen: Set<string>): number | undefined => {
    let uses = 0;
    for (const { specifier, path, isTypeOnly, names } of module.imports) {
      if (isTypeOnly) continue;
      if (path === undefined) uses += Number(/^rxjs-prefetch-cache(\/|$)/.test(specifier));
      else if (/^(spec|tools|src\/(replay|cli))\//.test(path)) {
        if (seen.has(path)) continue;
        const helper = modules.get(path);
        const theirs = helper ? publicUses(helper, seen.add(path)) : 0;
        if (theirs === undefined) return undefined;
        uses += theirs;
      } else {
        const values = names.filter((each) => !each.isTypeOnly);
        if (!values.every(({ name }) => isPublic.has(`${path} ${name}`))) return undefined;
        uses += values.length;
      }
    }
    return uses;
  };
  const isSpec = (path: string): boolean =>
    path.endsWith('.spec.ts') && !/^spec\/(package|browser)\//.test(path);
  const found = [...specs.keys()].filter((path) => {
    const module = modules.get(path);
    return isSpec(path) && module !== undefined && (publicUses(module, new Set([path])) ?? 0) > 0;
  });
  return { specs: found, builtBySource };
}
