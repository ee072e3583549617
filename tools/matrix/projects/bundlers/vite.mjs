import { build, createLogger } from 'vite';

// A warning is printed, and fails the row.
const logger = createLogger('warn');
logger.warn = logger.warnOnce = (text) => console.log(text);
await build({
  configFile: false,
  customLogger: logger,
  build: {
    outDir: 'built/vite',
    sourcemap: true,
    rollupOptions: { input: 'app.js', output: { entryFileNames: 'app.mjs' } },
    modulePreload: false,
  },
});
