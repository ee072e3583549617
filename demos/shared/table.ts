import Table from 'cli-table3';
import { styled, type Terminal } from './terminal.js';

/** A table of text: columns of numbers to the right, others to the left. */
export function table(
  terminal: Terminal,
  head: readonly string[],
  rows: readonly (readonly string[])[],
): string {
  const drawn = new Table({
    head: head.map((name) => styled(terminal, 'bold', name)),
    colAligns: head.map((_name, i) =>
      rows.every((row) => /^\d/.test(row[i] ?? '')) ? 'right' : 'left',
    ),
    style: { head: [], border: terminal.isColoured ? ['grey'] : [], compact: true },
  });
  drawn.push(...rows.map((row) => [...row]));
  return drawn.toString();
}
