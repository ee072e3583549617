import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { importedNames } from './importedNames.js';
import { packageFolder } from '../../tools/package/sourceFiles.js';
import { steps } from '../../tools/package/stages.js';
import { programs } from '../../tools/programs.js';
import { membersOf } from './membersOf.js';
import { pages } from './pages.js';

const read = (path: string): string => readFileSync(join(packageFolder, path), 'utf8');
const texts = pages();
const page = (path: string): string => texts.get(path) ?? '';
const readme = page('README.md');
const allPages = [...texts.values()].join('\n');
/** The pages that name commands: also the one for those who work on the package. */
const commands = `${allPages}\n${read('CONTRIBUTING.md')}`;

/** A link, or the address of a picture. */
const LINK = /\]\(([^)]+)\)|src(?:set)?="([^"]+)"/g;

/** The rows of a table, by the text of their first cell. */
function rows(page: string): Map<string, string[]> {
  const lines = page.split('\n').filter((line) => line.startsWith('|'));
  return new Map(
    lines.map((line) => {
      const cells = line.slice(1, -1).split(/(?<!\\)\|/).map((cell) => cell.trim()); // prettier-ignore
      return [cells[0] ?? '', cells];
    }),
  );
}

/** The anchor that a heading has on a page. */
function anchorOf(heading: string): string {
  return heading.toLowerCase().replace(/[^\w\- ]/g, '').replaceAll(' ', '-'); // prettier-ignore
}

describe('The README', () => {
  it('has at most 250 lines and 2,200 words', () => {
    expect(readme.split('\n').length).toBeLessThanOrEqual(251);
    expect(readme.split(/\s+/).length).toBeLessThanOrEqual(2200);
  });

  it('links only to packed files', () => {
    const packed =
      /^(?:docs\/[\w-]+\.(?:md|svg)|docs\/images\/frames-\w+-wide\.png|CHANGELOG\.md|CONTRIBUTING\.md|SECURITY\.md|)$/;
    const { files } = JSON.parse(read('package.json')) as { files: string[] };
    expect(files).toEqual(
      expect.arrayContaining([
        'docs/*.md',
        'docs/*.svg',
        'docs/images/frames-*-wide.png',
        'CHANGELOG.md',
      ]),
    );
    const paths = [...readme.matchAll(LINK)].map(
      ([, one, other]) => (one ?? other ?? '').split('#')[0] ?? '',
    );
    expect(paths.length).toBeGreaterThanOrEqual(20);
    expect(paths.filter((path) => !packed.test(path))).toEqual([]);
  });

  it('has each method, predictor and policy in a table', () => {
    const methods = membersOf(read('src/types.ts'), 'PrefetchCache').map(({ name }) => name);
    const cells = [...rows(readme).keys()].join('\n');
    expect(methods.length).toBeGreaterThanOrEqual(10);
    expect(methods.filter((name) => !cells.includes(name))).toEqual([]);
    const parts = [
      'auto',
      'distanceDecay',
      'dynamicDistanceDecay',
      'dynamicData',
      'oldest',
      'lru',
      'sieve',
      'lhd',
      'largest',
      'smallest',
    ];
    expect(parts.filter((name) => !cells.includes(`\`${name}(`))).toEqual([]);
  });
});

describe('The pages of docs', () => {
  it('have each option with the default of its type', () => {
    const table = rows(page('docs/options.md'));
    const options = membersOf(read('src/options.ts'), 'PrefetchCacheOptions');
    expect(options.length).toBeGreaterThanOrEqual(13);
    for (const { name, defaultValue } of options)
      expect([name, table.get(`\`${name}\``)?.at(-1)]).toEqual([name, defaultValue]);
  });

  it.each([
    ['src/types.ts', 'CacheStats'],
    ['src/types.ts', 'CacheState'],
    ['src/events.ts', 'EvictionReason'],
    ['src/events.ts', 'StoreSource'],
  ])('name each member of %s, %s, on the page of events', (path, name) => {
    const members = membersOf(read(path), name).filter((member) => !/^\[|^wait$/.test(member.name));
    expect(members.length).toBeGreaterThanOrEqual(4);
    expect(
      members.filter(
        (member) =>
          !new RegExp(`\`'?${member.name.replace('$', '\\$')}'?\``).test(page('docs/events.md')),
      ),
    ).toEqual([]);
  });

  it('name each event', () => {
    const types = [
      ...read('src/events.ts').matchAll(/Event<'([a-z-]+)'|EventBase<'([a-z-]+)'>/g),
    ].map(([, one, other]) => one ?? other);
    expect(new Set(types).size).toBe(17);
    expect(types.filter((type) => !page('docs/events.md').includes(`\`${type}\``))).toEqual([]);
  });

  it('state the size of imports, within a tenth of the golden sizes', () => {
    const table = rows(page('docs/performance.md'));
    const held = JSON.parse(read('spec/package/golden/sizes.json')) as Record<
      string,
      { own: number; immer: number }
    >;
    const said = [...table].flatMap(([name, cells]) =>
      held[name.slice(1, -1)] ? [{ name: name.slice(1, -1), kB: cells.at(-1) ?? '' }] : [],
    );
    expect(said.length).toBeGreaterThanOrEqual(2);
    for (const { name, kB } of said) {
      const { own, immer } = held[name] ?? { own: NaN, immer: NaN };
      const [ownSaid = NaN, immerSaid = 0] =
        kB.match(/[\d.]+/g)?.map((number) => Number(number) * 1000) ?? [];
      expect([
        name,
        Math.abs(ownSaid - own) <= 50 + own / 10,
        Math.abs(immerSaid - immer) <= 50 + immer / 10,
      ]).toEqual([name, true, true]);
    }
  });
});

describe('The pages', () => {
  it('name only existing commands', () => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: object };
    const known = [...Object.keys(scripts), 'ci', 'install', 'pack', 'publish'];
    const named = [...commands.matchAll(/npm (?:run )?([a-z][\w:-]*)/g)].map(([, name]) => name);
    expect(named.length).toBeGreaterThanOrEqual(10);
    expect(named.filter((name = '') => !known.includes(name))).toEqual([]);
  });

  it('name only existing stages, demos and benches', () => {
    const known: Readonly<Record<string, readonly string[]>> = {
      test: steps.map(({ stage }) => stage),
      start: Object.keys(programs.demo ?? {}),
      bench: Object.keys(programs.bench ?? {}),
    };
    const named = [...commands.matchAll(/npm (?:run )?(test|start|bench) -- ([a-z][\w-]*)/g)];
    expect(named.length).toBeGreaterThanOrEqual(5);
    expect(
      named
        .filter(([, script = '', name = '']) => !known[script]?.includes(name))
        .map(([command]) => command),
    ).toEqual([]);
  });

  it('name each public function and class', () => {
    const names = [...importedNames()].filter(
      ([name, from]) => from.startsWith('rxjs-prefetch-cache') && /^[a-z]|Error$/.test(name),
    );
    expect(names.length).toBeGreaterThanOrEqual(30);
    expect(names.filter(([name]) => !new RegExp(`\\b${name}\\b`).test(allPages))).toEqual([]);
  });

  it('link to existing targets only', () => {
    const links = Array.from(texts, ([page, text]) =>
      [...text.matchAll(LINK)].map(([, one, other]) => ({ page, target: one ?? other ?? '' })),
    ).flat();
    expect(links.length).toBeGreaterThanOrEqual(20);
    const isDead = ({ page, target }: { page: string; target: string }): boolean => {
      const [path = '', anchor] = target.split('#');
      const file = path === '' ? page : join(dirname(page), path);
      if (!existsSync(join(packageFolder, file))) return true;
      const headings = [...read(file).matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) =>
        anchorOf(heading),
      );
      return anchor !== undefined && !headings.includes(anchor);
    };
    expect(links.filter(isDead)).toEqual([]);
  });

  it('list each law of the guarantees with its spec', () => {
    const guarantees = page('docs/guarantees.md');
    const laws = [...guarantees.matchAll(/^## Law (\d+): [^]*?(?=^## |$(?![^]))/gm)];
    expect(laws.map(([, number]) => Number(number))).toEqual(laws.map((_law, i) => i + 1));
    const unlinked = laws.filter(
      ([text, number = '']) => !text.includes(`../spec/laws/${number.padStart(2, '0')}-`),
    );
    expect(unlinked.map(([, number]) => number)).toEqual([]);
  });

  it('take at most 120 words for each decision, with its rule, its reason and its cost', () => {
    const decisions = page('docs/DECISIONS.md').split(/^### /m).slice(1);
    expect(decisions.length).toBeGreaterThanOrEqual(50);
    const broken = decisions.filter((text) => {
      const body = text.slice(text.indexOf('\n')).split(/^## /m)[0] ?? '';
      return (
        body.trim().split(/\s+/).length > 123 ||
        !/\*\*Rule\.\*\*[^]*\*\*Why\.\*\*[^]*\*\*Cost\.\*\*/.test(body)
      );
    });
    expect(broken).toEqual([]);
  });

  it('show pictures with a description', () => {
    const pictures = Array.from(texts, ([page, text]) =>
      [...text.matchAll(/<img [^>]*src="([^"]+)"[^>]*>/g)].map(([tag, path = '']) => ({
        tag,
        path: join(dirname(page), path),
      })),
    ).flat();
    expect(pictures.length).toBeGreaterThanOrEqual(4);
    for (const { tag, path } of pictures) {
      const alt = /alt="([^"]+)"/.exec(tag)?.[1] ?? 'no alt';
      // A drawing contains its description too; a screenshot cannot.
      if (path.endsWith('.svg')) expect(read(path)).toContain(`<title>${alt}</title>`);
      else expect(alt.split(' ').length).toBeGreaterThanOrEqual(10);
    }
  });
});
