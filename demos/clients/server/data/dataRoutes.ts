import { Router } from 'express';
import { pdf } from './pdf.js';
import { ROWS, rows } from './rows.js';
import { SLICES, slicePixels, slicePng } from './slice.js';
import { tile } from './tile.js';

/**
 * The data of the pages, the same in each run:
 *
 * - `/tiles/<z>/<x>/<y>.png`
 * - `/rows?start=0&end=100`: `{ total, rows }`
 * - `/slices/<slice>.png`, and `/slices/<slice>.raw` with 16-bit pixels
 * - `/pdf/book.pdf`
 */
export function dataRoutes(): Router {
  const routes = Router();
  routes.get('/tiles/:z/:x/:y.png', ({ params: { z, x, y } }, response) => {
    response.type('png').send(tile(Number(z), Number(x), Number(y)));
  });
  routes.get('/rows', ({ query }, response) => {
    response.json({ total: ROWS, rows: rows(Number(query.start), Number(query.end)) });
  });
  routes.get('/slices/:slice.png', ({ params: { slice } }, response, next) => {
    if (Number(slice) < SLICES) response.type('png').send(slicePng(Number(slice)));
    else next();
  });
  routes.get('/slices/:slice.raw', ({ params: { slice } }, response, next) => {
    if (Number(slice) < SLICES)
      response.type('application/octet-stream').send(slicePixels(Number(slice)));
    else next();
  });
  routes.get('/pdf/book.pdf', (_request, response) => {
    response.type('pdf').send(pdf());
  });
  return routes;
}
