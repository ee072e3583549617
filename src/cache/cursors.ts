import { createCursor, type Cursor, type CursorOptions } from './cursor.js';

/** The readers of one cache, and what they say together. */
export interface Cursors<K> {
  /** In the order of their turns. */
  readonly list: Set<Cursor<K>>;
  add(): Cursor<K>;
  /** A key is as likely as the likeliest cursor says; 0 if none names it. */
  likelihoodOf(id: unknown): number;
  /** The first choice that is not undefined, beginning with the cursor whose turn it is; who has chosen comes last then. */
  takeTurn<C>(choose: (cursor: Cursor<K>) => C | undefined): C | undefined;
}

/** No readers yet. */
export function createCursors<K>(options: CursorOptions<K>): Cursors<K> {
  const list = new Set<Cursor<K>>();
  let lastId = 0;
  return {
    list,
    add() {
      const cursor = createCursor(++lastId, options);
      list.add(cursor);
      return cursor;
    },
    likelihoodOf(id) {
      let best = 0;
      for (const { table } of list) best = Math.max(best, table.likelihoodOf(id));
      return best;
    },
    takeTurn(choose) {
      for (const cursor of list) {
        const choice = choose(cursor);
        if (choice === undefined) continue;
        list.delete(cursor);
        list.add(cursor);
        return choice;
      }
      return undefined;
    },
  };
}
