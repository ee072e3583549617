import { buildIfNeeded } from './package/buildIfNeeded.js';
import { programs } from './programs.js';

// Runs a program on the built package: `npm start -- profile`, `npm run bench -- evict`. What
// follows its name is for the program.

async function main(): Promise<void> {
  const [kind = '', ...args] = process.argv.slice(2);
  const known = programs[kind] ?? {};
  const isNamed = args[0] !== undefined && !args[0].startsWith('-');
  const [name = ''] = isNamed ? args.splice(0, 1) : Object.keys(known);
  const program = known[name];
  if (!program)
    throw new Error(`Expected one of ${Object.keys(known).join(', ')}, got \`${name}\``);
  if (!buildIfNeeded(program.needs)) throw new Error('The package could not be built.');
  process.argv.splice(2, Infinity, ...args);
  await program.run();
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
