import { describe, expect, it } from '@jest/globals';
import { from, Subject, type Observable } from 'rxjs';
import type { MotProvider } from '../../src/mot/index.js';
import { openSequences } from '../../demos/visual/src/app/frames/sequence/openSequences.js';
import { plainReason } from '../../demos/visual/src/app/frames/sequence/plainReason.js';
import type { Opening } from '../../demos/visual/src/app/frames/sequence/sequence.js';

describe('The files of the demo', () => {
  const closed: string[] = [];
  const open = (name: string): Observable<Opening> => {
    const opening: Opening = { status: 'opening', doing: 'Indexing', done: 0 };
    if (name.startsWith('bad'))
      return from<Opening[]>([opening, { status: 'failed', reason: 'no frames' }]);
    const provider = {
      close: () => Promise.resolve(void closed.push(name)),
    } as unknown as MotProvider;
    return from<Opening[]>([
      opening,
      { status: 'open', sequence: { name, provider, frames: [1], boxes: 1, width: 1, height: 1 } },
    ]);
  };

  it('stay open until the next one is open, also if it cannot be read', () => {
    const file$ = new Subject<string>();
    const values: Opening[] = [];
    const subscription = openSequences(file$, open).subscribe((opening) => values.push(opening));
    for (const name of ['a', 'bad', 'b']) file$.next(name);
    expect(values.map(({ status, sequence }) => [status, sequence?.name])).toEqual([
      ['opening', undefined],
      ['open', 'a'],
      ['opening', 'a'],
      ['failed', 'a'],
      ['opening', 'a'],
      ['open', 'b'],
    ]);
    expect(closed).toEqual(['a']);
    subscription.unsubscribe();
    expect(closed).toEqual(['a', 'b']);
  });

  it('are refused with a reason for the user', () => {
    expect(plainReason('line 1: expected 7 fields')).toBe('line 1: expected 7 fields');
    expect(plainReason('line 1: \u0000\u0001PNG')).toBe('it is not a text file');
    expect(plainReason('line 1: \uFFFDPNG')).toBe('it is not a text file');
    expect(plainReason('x'.repeat(500))).toBe(`${'x'.repeat(159)}…`);
  });
});
