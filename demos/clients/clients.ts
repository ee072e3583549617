/** A page of a real library that reads through the cache. */
export interface Client {
  /** The folder of its page, and its path on the server. */
  readonly name: string;
  readonly title: string;
  /** What is to be seen and done, in a sentence. */
  readonly what: string;
}

/** All clients, in the order of the list that the server shows. */
export const clients: readonly Client[] = [
  {
    name: 'leaflet',
    title: 'Leaflet',
    what: 'A map of image tiles: drag it, and turn the wheel to zoom.',
  },
  {
    name: 'openlayers',
    title: 'OpenLayers',
    what: 'The same map: drag it, and turn the wheel to zoom.',
  },
  {
    name: 'ag-grid',
    title: 'AG Grid',
    what: 'A table of 100,000 rows that are loaded by blocks: scroll it.',
  },
  {
    name: 'cdk',
    title: 'Virtual scroll of the Angular CDK',
    what: 'A list of 100,000 rows: turn the wheel, or drag the scroll bar.',
  },
  {
    name: 'pdf',
    title: 'pdf.js',
    what: 'A book whose pages take long to draw: turn them with the arrow keys.',
  },
  {
    name: 'stack',
    title: 'Stack of slices',
    what: 'ImageBitmaps, each of which is closed once: turn the wheel, or drag the slider.',
  },
  {
    name: 'cornerstone',
    title: 'Cornerstone3D',
    what: 'A stack viewport whose image loader reads through the cache: turn the wheel.',
  },
];
