import { styleText } from 'node:util';
import cliProgress from 'cli-progress';

/** The output of a demo. */
export interface Terminal {
  /** Whether the terminal shows colours. */
  readonly isColoured: boolean;
  /** Writes a line of the result. */
  print(line?: string): void;
  /** Writes a line about an error. */
  complain(line: string): void;
  /** Draws a bar, which vanishes when it is stopped. */
  startBar(label: string, total: number): ProgressBar;
}

/** A progress bar. */
export interface ProgressBar {
  update(value: number): void;
  stop(): void;
}

/** The terminal of this process: results to stdout, progress and errors to stderr. */
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
        gracefulExit: false, // stopped by its caller, also when interrupted
        noTTYOutput: true, // a line every two seconds
        stream: stderr,
      });
      bar.start(total, 0);
      return bar;
    },
  };
}

/** The text in a style, if the terminal shows colours. */
export function styled(
  terminal: Terminal,
  style: 'bold' | 'dim' | 'green' | 'yellow',
  text: string,
): string {
  return terminal.isColoured ? styleText(style, text) : text;
}
