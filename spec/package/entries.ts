/** The entries of the package: what is imported after its name, with the source and the file in dist (without its ending). */
export const entries = [
  { path: '.', source: 'src/index.ts', built: 'index' },
  { path: './operators', source: 'operators/index.ts', built: 'operators' },
  { path: './mot', source: 'src/mot/index.ts', built: 'mot' },
  { path: './mot/node', source: 'src/mot/node.ts', built: 'mot/node' },
  { path: './testing', source: 'src/testing/index.ts', built: 'testing' },
] as const;
