/** One entry of the package. */
export interface Entry {
  /** What is imported after the name of the package. */
  readonly path: string;
  readonly source: string;
  /** The file in dist, without its ending. */
  readonly built: string;
  /** Whether it is an ES module and nothing else, as Angular is. */
  readonly isModuleOnly?: true;
}

/** The entries of the package. */
export const entries: readonly Entry[] = [
  { path: '.', source: 'src/index.ts', built: 'index' },
  { path: './operators', source: 'operators/index.ts', built: 'operators' },
  { path: './mot', source: 'src/mot/index.ts', built: 'mot' },
  { path: './mot/node', source: 'src/mot/node.ts', built: 'mot/node' },
  { path: './node', source: 'src/keeping/node.ts', built: 'node' },
  { path: './keyv', source: 'src/keyv/index.ts', built: 'keyv' },
  { path: './http', source: 'src/http/index.ts', built: 'http' },
  { path: './testing', source: 'src/testing/index.ts', built: 'testing' },
  { path: './angular', source: 'src/angular/index.ts', built: 'angular', isModuleOnly: true },
  {
    path: './angular/cdk',
    source: 'src/angular/cdk/index.ts',
    built: 'angular/cdk',
    isModuleOnly: true,
  },
  {
    path: './angular/router',
    source: 'src/angular/router/index.ts',
    built: 'angular/router',
    isModuleOnly: true,
  },
];
