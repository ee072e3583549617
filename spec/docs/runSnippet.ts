import { format } from 'node:util';
import { jest } from '@jest/globals';
import ts from 'typescript';

/** The modules that a snippet may import, by name. */
export type SnippetModules = Readonly<Record<string, object>>;

/** Turns without a timer after which a snippet counts as endless. Reading a file takes some. */
const PATIENCE = 300_000;
/** Most timers that may fire. */
const MANY = 10_000;

/**
 * Runs a snippet and gives the lines that it prints. Time is virtual: it must be called with the
 * fake timers of jest, and fires them until none is left.
 *
 * @throws the error of the snippet, or an error if it does not end
 */
export async function runSnippet(code: string, modules: SnippetModules): Promise<string[]> {
  const printed: string[] = [];
  const print = (...values: unknown[]): void => void printed.push(...format(...values).split('\n'));
  const console = { log: print, info: print, warn: print, error: print };
  const take = (name: string): object => {
    const found = modules[name];
    if (!found) throw new Error(`A snippet imports ${name}, which it has not`);
    return found;
  };

  const running = new Set<unknown>();
  const run = evaluate(compile(code))(take, {}, console).finally(() => running.clear());
  running.add(run);
  run.catch(() => undefined);
  let fired = 0;
  for (let idle = 0; running.size > 0 || jest.getTimerCount() > 0;) {
    await new Promise((resolve) => setImmediate(resolve));
    if (jest.getTimerCount() > 0) {
      idle = 0;
      fired++;
      await jest.advanceTimersToNextTimerAsync();
    } else idle++;
    if (idle > PATIENCE || fired > MANY) throw new Error('The snippet does not end');
  }
  await run;
  return printed;
}

type Script = (
  require: (name: string) => object,
  exports: object,
  console: object,
) => Promise<void>;

function compile(code: string): string {
  const { outputText } = ts.transpileModule(code, {
    compilerOptions: {
      module: ts.ModuleKind.CommonJS,
      target: ts.ScriptTarget.ES2022,
      esModuleInterop: true,
    },
  });
  // In a function, so that a snippet may `await`.
  return `(async (require, exports, console) => {\n${outputText}\n})`;
}

/** Not as a module, which jest would have to find as a file. */
function evaluate(script: string): Script {
  const indirectly: (text: string) => unknown = eval;
  return indirectly(script) as Script;
}
