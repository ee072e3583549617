import { join } from 'node:path';
import webpack from 'webpack';

// A warning is printed, and fails the row: source-map-loader warns of each map whose sources are missing.
const compiler = webpack({
  mode: 'production',
  entry: './app.js',
  output: { path: join(import.meta.dirname, 'built'), filename: 'webpack.cjs' },
  devtool: 'source-map',
  module: {
    rules: [
      {
        test: /\.[cm]?js$/,
        include: /rxjs-prefetch-cache/,
        enforce: 'pre',
        use: ['source-map-loader'],
      },
    ],
  },
});
compiler.run((error, stats) => {
  if (error) throw error;
  for (const { message } of [...stats.compilation.errors, ...stats.compilation.warnings])
    console.log(message);
  compiler.close(() => undefined);
});
