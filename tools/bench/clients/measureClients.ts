import { Command } from 'commander';
import { concatMap, defer, finalize, from, map, toArray, type Observable } from 'rxjs';
import type { ClientFigures } from '../../../demos/clients/shared/showClient.js';
import { count, percent, size } from '../../../demos/shared/numbers.js';
import { showProgress } from '../../../demos/shared/showProgress.js';
import { table } from '../../../demos/shared/table.js';
import type { Terminal } from '../../../demos/shared/terminal.js';
import { openClients, type OpenedClients } from '../../browser/openClients.js';
import { list } from '../replay/optionValues.js';
import type { ClientScript } from './clientScript.js';
import { clientScripts } from './clientScripts.js';

type Prefetching = 'on' | 'off';

/** What a script made of a page. */
interface ClientResult extends ClientFigures {
  readonly script: ClientScript;
  readonly prefetching: Prefetching;
  /** Requests that the browser aborted. */
  readonly aborted: number;
  /** Bytes of the heap of scripts at the end. */
  readonly heap: number;
}

/**
 * The bench of clients: each script on its page, without and with prefetching.
 *
 * @throws CommanderError | Error (as errors of the observable) for wrong options, and if a page has
 *   errors
 */
export function measureClients(args: readonly string[], terminal: Terminal): Observable<void> {
  return defer(() => {
    const { only } = parseClientOptions(args, terminal);
    const scripts = clientScripts.filter(({ client }) => only?.includes(client) ?? true);
    if (scripts.length === 0)
      throw new Error(`Expected clients of ${[...new Set(clientScripts.map(({ client }) => client))].join(', ')}`); // prettier-ignore
    const runs = scripts.flatMap((script) =>
      (['off', 'on'] as const).map((prefetching) => ({ script, prefetching })),
    );
    return from(openClients([...new Set(scripts.map(({ client }) => client))])).pipe(
      concatMap((clients) =>
        from(runs).pipe(
          concatMap(({ script, prefetching }) => runOf(clients, script, prefetching)),
          showProgress(terminal, { label: 'Driving', total: runs.length }),
          finalize(() => void clients.close()),
        ),
      ),
      toArray(),
      map((results) => report(terminal, results)),
    );
  });
}

async function runOf(
  clients: OpenedClients,
  script: ClientScript,
  prefetching: Prefetching,
): Promise<ClientResult> {
  const client = await clients.open(script.client, prefetching);
  const before = clients.server.counts();
  await script.before?.(client.tab);
  const figures = await client.measure(script.run);
  const heap = await client.heap();
  await client.close();
  const faults = clients.takeFaults();
  if (faults.length > 0) throw new Error(faults.join('\n'));
  const aborted = clients.server.counts().aborted - before.aborted;
  return { ...figures, script, prefetching, aborted, heap };
}

function parseClientOptions(
  args: readonly string[],
  terminal: Terminal,
): { readonly only?: readonly string[] } {
  return new Command('npm run bench -- clients')
    .description('How long something visible is blank on pages of real libraries, in a browser.')
    .option('--only <names>', 'clients by name, with commas', list)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => terminal.print(text.trimEnd()),
      writeErr: (text) => terminal.complain(text.trimEnd()),
    })
    .parse(args, { from: 'user' })
    .opts();
}

function report(terminal: Terminal, results: readonly ClientResult[]): void {
  const rows = results.map((result) => [
    result.script.client,
    result.script.what,
    result.prefetching,
    (result.blank.total / 1000).toFixed(2),
    result.blank.longest.toFixed(0),
    count(result.blank.frames),
    result.wait.toFixed(0),
    count(result.requests),
    percent(result.requests === 0 ? 0 : result.hits / result.requests),
    count(result.loads),
    count(result.aborted),
    size(result.heap),
    Object.entries(result.also)
      .map(([name, figure]) => `${name} ${count(figure)}`)
      .join(', '),
  ]);
  const head = [
    'client',
    'what is done',
    'prefetching',
    'blank, s',
    'longest, ms',
    'frames',
    'wait, ms',
    'requests',
    'hits',
    'loads',
    'aborted',
    'heap',
    'also',
  ];
  terminal.print('Time in which something visible is blank; each row is a page of its own');
  terminal.print(table(terminal, head, rows));
}
