import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packageFolder } from '../package/sourceFiles.js';
import { install, pack } from './install.js';
import type { Project, Verdict } from './matrix.js';
import { projects } from './projects.js';

// Tries the packed package with what users have: `npm run matrix`, or `npm run matrix -- Angular`
// for the rows with a word in their name.

interface Result {
  readonly name: string;
  readonly verdict: Verdict;
  readonly seconds: number;
}

/** How many projects are installed and run at a time. */
const AT_A_TIME = 2;

const begun = performance.now();
const since = (start: number): number => (performance.now() - start) / 1000;
const reason = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** The rows whose names have a word, and the runtimes that they may need. */
function chosen(word: string): readonly Project[] {
  const found = projects.map((project) => ({
    ...project,
    rows: project.rows.filter(({ name }) => name.includes(word)),
  }));
  return found.filter(({ name, rows }) => rows.length > 0 || name === 'runtimes');
}

async function runProject(
  project: Project,
  folder: Promise<string>,
  runtimes: Promise<string>,
): Promise<Result[]> {
  const results: Result[] = [];
  for (const row of project.rows) {
    const start = performance.now();
    const verdict = await folder
      .then((place) => row.run({ folder: place, runtimes }))
      .catch((error: unknown) => ({ failed: reason(error) }));
    const result = { name: row.name, verdict, seconds: since(start) };
    results.push(result);
    console.log(lineOf(result));
    if ('failed' in verdict) console.log(`\n${verdict.failed}\n`);
  }
  return results;
}

function lineOf({ name, verdict, seconds }: Result): string {
  const [outcome] = Object.keys(verdict);
  return `${name.padEnd(56)} ${outcome?.padEnd(8)} ${seconds.toFixed(1).padStart(6)} s${'skipped' in verdict ? `  ${verdict.skipped}` : ''}`;
}

async function runAll(work: string, todo: readonly Project[]): Promise<Result[]> {
  const tarball = await pack(work);
  console.log(`Packed in ${since(begun).toFixed(1)} s`);
  let settleRuntimes: (folder: Promise<string>) => void = () => undefined;
  const runtimes = new Promise<string>((resolve) => (settleRuntimes = resolve));
  const results = new Map<Project, Result[]>();
  const queue = todo.values();
  const worker = async (): Promise<void> => {
    for (const project of queue) {
      const start = performance.now();
      const folder = install(project, tarball, work);
      if (project.name === 'runtimes') settleRuntimes(folder);
      await folder.then(
        () => console.log(`Installed ${project.name} in ${since(start).toFixed(1)} s`),
        () => undefined,
      );
      results.set(project, await runProject(project, folder, runtimes));
      if (project.name !== 'runtimes')
        rmSync(join(work, project.name), { recursive: true, force: true });
    }
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, worker));
  return todo.flatMap((project) => results.get(project) ?? []);
}

async function main(): Promise<void> {
  const todo = chosen(process.argv[2] ?? '');
  const work = mkdtempSync(join(tmpdir(), 'rxjs-prefetch-cache-matrix-'));
  process.once('exit', () => rmSync(work, { recursive: true, force: true }));
  const results = await runAll(work, todo);
  const count = (outcome: string): number =>
    results.filter(({ verdict }) => outcome in verdict).length;
  console.log(`\nThe matrix, in ${since(begun).toFixed(0)} s:\n${results.map(lineOf).join('\n')}`);
  const summary = `${count('passed')} passed, ${count('failed')} failed`;
  mkdirSync(join(packageFolder, '.spec-results'), { recursive: true });
  writeFileSync(join(packageFolder, '.spec-results/matrix.txt'), `${summary}\n`);
  console.log(count('skipped') === 0 ? summary : `${summary}, ${count('skipped')} skipped`);
  if (count('failed') > 0 || count('passed') === 0) process.exitCode = 1;
}

main().catch((error: unknown) => {
  console.error(reason(error));
  process.exitCode = 1;
});
