import { stripVTControlCharacters } from 'node:util';
import Chartscii from 'chartscii';
import type { Terminal } from './terminal.js';

/** One bar. */
export interface Bar {
  readonly label: string;
  readonly value: number;
}

/** Horizontal bars, each with its value at the end. */
export function barChart(
  terminal: Terminal,
  bars: readonly Bar[],
  show: (value: number) => string,
): string {
  const chart = new Chartscii([...bars], {
    width: 48,
    barSize: 1,
    naked: true,
    fill: '·',
    color: terminal.isColoured ? 'green' : '',
    valueLabels: true,
    valueLabelFormat: (values) => show(Number(values[0])),
  }).create();
  return (terminal.isColoured ? chart : stripVTControlCharacters(chart)).trim();
}
