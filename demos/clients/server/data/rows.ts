/** A row of the table. */
export interface Row {
  readonly id: number;
  readonly name: string;
  readonly city: string;
  readonly amount: number;
}

/** How many rows the table has. */
export const ROWS = 100_000;

const names = ['Ada', 'Brahmagupta', 'Carl', 'Dorothy', 'Emmy', 'Fibonacci', 'Grace', 'Hypatia'];
const cities = ['Accra', 'Bogota', 'Cairo', 'Delhi', 'Edinburgh', 'Fukuoka', 'Geneva'];

/** The rows from `start` to before `end`. */
export function rows(start: number, end: number): readonly Row[] {
  const count = Math.max(0, Math.min(end, ROWS) - Math.max(0, start));
  return Array.from({ length: count }, (_, i) => {
    const id = start + i;
    return {
      id,
      name: `${names[id % names.length] ?? ''} ${id}`,
      city: cities[id % cities.length] ?? '',
      amount: (id * 7919) % 10_007,
    };
  });
}
