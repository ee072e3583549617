import { styleText } from 'node:util';
import cliProgress from 'cli-progress';

/** Where a demo writes to. */
export interface Terminal {
  /** Whether it shows colours. */
  readonly isColoured: boolean;
  /** Writes a line of the result. */
  print(line?: string): void;
  /** Writes a line about what went wrong. */
  complain(line: string): void;
  /** Draws a bar, which vanishes when it is stopped. */
  startBar(label: string, total: number): ProgressBar;
}

/** A bar that shows how far something is. */
export interface ProgressBar {
  update(value: number): void;
  stop(): void;
}

/**
 * The terminal of this process: results go to stdout, progress and complaints to stderr; no colours
 * for what is no terminal.
 */
export function processTerminal(): Terminal {
  const { stdout, stderr } = process;
  return {
    isColoured: stdout.isTTY && !process.env.NO_COLOR,
    print: (line = '') => void stdout.write(`${line}\n`),
    complain: (line) => void stderr.write(`${line}\n`),
    startBar(label, total) {
      const bar = new cliProgress.SingleBar({
        format: `${label}  {bar}  {percentage} %`,
        barCompleteChar: '█',
        barIncompleteChar: '░',
        hideCursor: true,
        clearOnComplete: true,
        gracefulExit: false, // whoever started it stops it, also when interrupted
        noTTYOutput: true, // a line each two seconds
        stream: stderr,
      });
      bar.start(total, 0);
      return bar;
    },
  };
}

/** The text in a style, where the terminal shows such. */
export function styled(
  terminal: Terminal,
  style: 'bold' | 'dim' | 'green' | 'yellow',
  text: string,
): string {
  return terminal.isColoured ? styleText(style, text) : text;
}
