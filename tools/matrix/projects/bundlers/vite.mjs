import { build } from 'vite';

// A warning is printed, and fails the row.
await build({
  configFile: false,
  logLevel: 'warn',
  build: {
    outDir: 'built/vite',
    sourcemap: true,
    rollupOptions: { input: 'app.js', output: { entryFileNames: 'app.mjs' } },
    modulePreload: false,
  },
});
