import {
  createGrid,
  InfiniteRowModelModule,
  ModuleRegistry,
  RowApiModule,
  ScrollApiModule,
} from 'ag-grid-community';
import type { Row } from '../server/data/rows.js';
import { cacheOptions, showClient } from '../shared/showClient.js';
import { blockCache, cachedRows } from './recipe.js';

const BLOCK_SIZE = 50;
const ROW_HEIGHT = 40;

const element = document.querySelector<HTMLElement>('#client');
if (!element) throw new Error('The page has no place for the grid');
ModuleRegistry.registerModules([InfiniteRowModelModule, RowApiModule, ScrollApiModule]);

const cache = blockCache<Row>('/rows', BLOCK_SIZE, cacheOptions);
const grid = createGrid<Row>(element, {
  columnDefs: [{ field: 'id' }, { field: 'name' }, { field: 'city' }, { field: 'amount' }],
  rowHeight: ROW_HEIGHT,
  rowModelType: 'infinite',
  cacheBlockSize: BLOCK_SIZE,
  // The cache keeps the other blocks.
  maxBlocksInCache: 4,
  datasource: cachedRows(cache, BLOCK_SIZE),
});

showClient({
  cache,
  isBlank() {
    const { top, bottom } = grid.getVerticalPixelRange();
    const last = Math.min(Math.ceil(bottom / ROW_HEIGHT), grid.getDisplayedRowCount());
    if (last === 0) return true;
    for (let row = Math.floor(top / ROW_HEIGHT); row < last; row++)
      if (!grid.getDisplayedRowAtIndex(row)?.data) return true;
    return false;
  },
});
