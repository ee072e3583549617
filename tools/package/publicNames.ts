import type { Module } from './readModule.js';

/** Where a name that an entry exports comes from. */
export interface Origin {
  /** The file that declares it. */
  readonly path: string;
  /** How it is called there. */
  readonly name: string;
  readonly isTypeOnly: boolean;
}

/**
 * The names that a file exports, those of others included, each with its origin.
 *
 * @param modules - by path
 */
export function publicNames(
  modules: ReadonlyMap<string, Module>,
  path: string,
): Map<string, Origin> {
  const found = new Map<string, Origin>();
  const module = modules.get(path);
  if (!module) throw new Error(`${path} is exported from, but is not there`);
  for (const { name, as, isTypeOnly } of module.declares) found.set(as, { path, name, isTypeOnly });
  for (const { path: from, isReExport, names } of module.imports) {
    if (!isReExport || from === undefined) continue;
    const theirs = publicNames(modules, from);
    for (const { name, as, isTypeOnly } of names) {
      for (const [said, origin] of theirs) {
        if (name === '*' || name === said)
          found.set(name === '*' ? said : as, {
            ...origin,
            isTypeOnly: isTypeOnly || origin.isTypeOnly,
          });
      }
    }
  }
  return found;
}
