import type { Ended } from '../package/runLimited.js';

/** A project with the package installed: its folder, and that of the project with the runtimes. */
export interface Installed {
  readonly folder: string;
  /** Resolves when the runtimes are installed. */
  readonly runtimes: Promise<string>;
}

/** One thing that the packed package must work with. */
export interface Row {
  readonly name: string;
  run(installed: Installed): Promise<Verdict>;
}

/** What a row gives: `skipped` says why it was not tried, `failed` what went wrong. */
export type Verdict =
  { readonly passed: true } | { readonly failed: string } | { readonly skipped: string };

/** Rows that share an installation. */
export interface Project {
  /** A folder in `projects`, with the exact versions and their lock. */
  readonly name: string;
  /** A further folder in `projects` whose files it takes. */
  readonly shares?: string;
  readonly rows: readonly Row[];
}

/** Whether a program ended well and said nothing but what was expected. */
export function judge({ ok, stdout, stderr, broken }: Ended, expected?: string | RegExp): Verdict {
  const said = [stdout.trim(), stderr.trim(), broken ?? '']
    .filter((text) => text !== '')
    .join('\n');
  if (!ok) return { failed: said };
  if (expected === undefined) return { passed: true };
  const isExpected = typeof expected === 'string' ? said === expected : expected.test(said);
  return isExpected ? { passed: true } : { failed: `Expected ${String(expected)}, got:\n${said}` };
}
