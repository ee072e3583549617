import { build } from 'esbuild';

// A warning is printed, and fails the row.
const { warnings } = await build({
  entryPoints: ['app.js'],
  outfile: 'built/esbuild.mjs',
  bundle: true,
  minify: true,
  sourcemap: true,
  format: 'esm',
  logLevel: 'silent',
});
for (const { text } of warnings) console.log(text);
