import type { Terminal } from '../../demos/shared/terminal.js';

/** A terminal that records text and bars. */
export interface FakeTerminal extends Terminal {
  readonly printed: string[];
  readonly complaints: string[];
  readonly bars: { readonly label: string; readonly values: number[]; isStopped: boolean }[];
}

/** A terminal, by default without colours. */
export function fakeTerminal(isColoured = false): FakeTerminal {
  const terminal: FakeTerminal = {
    isColoured,
    printed: [],
    complaints: [],
    bars: [],
    print: (line = '') => void terminal.printed.push(...line.split('\n')),
    complain: (line) => void terminal.complaints.push(line),
    startBar(label) {
      const bar = { label, values: [] as number[], isStopped: false };
      terminal.bars.push(bar);
      return {
        update: (value) => void bar.values.push(value),
        stop: () => void (bar.isStopped = true),
      };
    },
  };
  return terminal;
}
