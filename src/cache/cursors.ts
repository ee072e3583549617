import { createCursor, type Cursor, type CursorOptions } from './cursor.js';

/** The readers of one cache, and what they say together. */
export interface Cursors<K> {
  readonly list: readonly Cursor<K>[];
  add(): Cursor<K>;
  remove(cursor: Cursor<K>): void;
  /** A key is as likely as the likeliest cursor says; 0 if none names it. */
  likelihoodOf(id: unknown): number;
  /** The first choice that is not undefined, beginning with the cursor whose turn it is; the turn goes to the one behind. */
  takeTurn<C>(choose: (cursor: Cursor<K>) => C | undefined): C | undefined;
}

/** No readers yet. */
export function createCursors<K>(options: CursorOptions<K>): Cursors<K> {
  const list: Cursor<K>[] = [];
  let lastId = 0;
  let turn = 0;
  return {
    list,
    add() {
      const cursor = createCursor(++lastId, options);
      list.push(cursor);
      return cursor;
    },
    remove(cursor) {
      const place = list.indexOf(cursor);
      if (place < 0) return;
      list.splice(place, 1);
      if (place < turn) turn--;
    },
    likelihoodOf(id) {
      let best = 0;
      for (const { table } of list) best = Math.max(best, table.likelihoodOf(id));
      return best;
    },
    takeTurn(choose) {
      for (let i = 0; i < list.length; i++) {
        const place = (turn + i) % list.length;
        const choice = choose(list[place] as Cursor<K>);
        if (choice === undefined) continue;
        turn = (place + 1) % list.length;
        return choice;
      }
      return undefined;
    },
  };
}
