/** A row of the table. */
export interface Row {
  readonly id: number;
  readonly name: string;
  readonly score: number;
}

/** Pages of the table. */
export const PAGES = 20_000;
/** Rows of a page. */
const PAGE_SIZE = 50;

/** The rows of a page, from 0: computed, as a database would look them up. */
export function rowsOf(page: number): readonly Row[] {
  return Array.from({ length: PAGE_SIZE }, (_, i) => {
    const id = page * PAGE_SIZE + i;
    return { id, name: `row ${id}`, score: (id * 2_654_435_761) % 1000 };
  });
}
