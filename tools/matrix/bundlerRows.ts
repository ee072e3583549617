import { inProject } from './inProject.js';
import { judge, type Row } from './matrix.js';

const expected = JSON.stringify([['item 1', 'item 2', 'item 3'], 2, true, 1]);

/** Each bundler builds a program without a warning, and what it built is run. */
export const bundlerRows: readonly Row[] = [
  { bundler: 'esbuild', built: 'built/esbuild.mjs' },
  { bundler: 'vite', built: 'built/vite/app.mjs' },
  { bundler: 'webpack', built: 'built/webpack.cjs' },
].map(({ bundler, built }) => ({
  name: `${bundler}, a bundle that is run`,
  async run({ folder }) {
    const build = judge(await inProject(folder, process.execPath, [`${bundler}.mjs`]), '');
    return 'passed' in build
      ? judge(await inProject(folder, process.execPath, ['--enable-source-maps', built]), expected)
      : build;
  },
}));
