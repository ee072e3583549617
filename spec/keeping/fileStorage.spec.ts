import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { keepModel } from '../../operators/keepModel.js';
import { fileStorage } from '../../src/keeping/node.js';
import { packageFolder } from '../../tools/package/sourceFiles.js';
import { createFakeLearner } from '../support/fakeLearner.js';
import { record } from '../support/record.js';

let root = '';
let folders = 0;
/** A folder that does not exist yet. */
const newFolder = (): string => join(root, `${folders++}`, 'models');

/** Runs a program that has `fileStorage`, `keepModel`, `createFakeLearner` and a folder. */
async function run(code: string, folder: string): Promise<string> {
  const imports = [
    ['fileStorage', 'src/keeping/node.ts'],
    ['keepModel', 'operators/keepModel.ts'],
    ['createFakeLearner', 'spec/support/fakeLearner.ts'],
  ].map(([name = '', path = '']) => `import { ${name} } from ${JSON.stringify(pathToFileURL(join(packageFolder, path)).href)};`); // prettier-ignore
  const text = `${imports.join('\n')}\nconst folder = ${JSON.stringify(folder)};\n${code}`;
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', '--input-type=module', '--eval', text],
    { cwd: packageFolder, stdio: ['ignore', 'pipe', 'inherit'] },
  );
  let printed = '';
  child.stdout.on('data', (data: Buffer) => (printed += data.toString()));
  const [exitCode] = (await once(child, 'close')) as [number];
  return `${printed.trim()}, exit ${exitCode}`;
}

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'models-spec-'));
});
afterAll(() => {
  rmSync(root, { recursive: true });
});

describe('fileStorage', () => {
  it('keeps a text in a file of its name, which only the user of the system may read', async () => {
    const folder = newFolder();
    const storage = fileStorage(folder);
    expect(await storage.getItem('pages')).toBe(null);
    await storage.setItem('pages', 'first');
    await storage.setItem('pages', 'grüße');
    expect(await fileStorage(pathToFileURL(folder)).getItem('pages')).toBe('grüße');
    expect(readdirSync(folder)).toEqual(['pages.json']);
    if (process.platform !== 'win32')
      expect(statSync(join(folder, 'pages.json')).mode & 0o777).toBe(0o600);
    await storage.removeItem('pages');
    await storage.removeItem('pages');
    expect(readdirSync(folder)).toEqual([]);
  });

  it.each(['../up', '..', '.', 'a/b', 'a\\b', 'C:', 'a b*?', 'nul\0', 'é', '%2F'])(
    'keeps the name %j inside of its folder, apart from others',
    async (name) => {
      const folder = newFolder();
      const storage = fileStorage(folder);
      await storage.setItem(name, 'text');
      await storage.setItem('other', 'other');
      expect(await storage.getItem(name)).toBe('text');
      expect(readdirSync(folder)).toHaveLength(2);
      expect(readdirSync(join(folder, '..'))).toEqual(['models']);
      for (const file of readdirSync(folder)) expect(file).toMatch(/^[\w%-]+\.json$/);
    },
  );

  it('keeps long names apart', async () => {
    const folder = newFolder();
    const storage = fileStorage(folder);
    const names = ['模'.repeat(100), `${'模'.repeat(100)}型`, 'a'.repeat(300), 'a'.repeat(301)];
    for (const name of names) await storage.setItem(name, name);
    for (const name of names) expect(await storage.getItem(name)).toBe(name);
    for (const name of names) await storage.removeItem(name);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('rejects a name that is no text', async () => {
    const storage = fileStorage(newFolder());
    await expect(storage.getItem('\ud800')).rejects.toThrow();
    await expect(storage.setItem('\ud800', 'text')).rejects.toThrow();
    await expect(storage.removeItem('\ud800')).rejects.toThrow();
  });

  it('rejects where it cannot read, write or remove, and leaves no file behind', async () => {
    const folder = newFolder();
    mkdirSync(join(folder, 'pages.json', 'inside'), { recursive: true });
    const storage = fileStorage(folder);
    await expect(storage.getItem('pages')).rejects.toThrow('EISDIR');
    await expect(storage.setItem('pages', 'text')).rejects.toThrow();
    await expect(storage.removeItem('pages')).rejects.toThrow();
    expect(readdirSync(folder)).toEqual(['pages.json']);
    writeFileSync(join(root, 'file'), '');
    await expect(fileStorage(join(root, 'file')).setItem('pages', 'text')).rejects.toThrow();
  });

  it.each([undefined, null, 5, '', {}])('refuses %p as a folder', (folder) => {
    expect(() => fileStorage(folder as never)).toThrow(
      /^Expected `folder` to be a path or a file: URL/,
    );
  });

  it('replaces a file atomically while others write and read it', async () => {
    const folder = newFolder();
    const storage = fileStorage(folder);
    const texts = Array.from({ length: 8 }, (_, i) => `${i}`.repeat(200_000));
    await storage.setItem('pages', texts[0] ?? '');
    const writes = Promise.all(texts.map((text) => storage.setItem('pages', text)));
    for (let i = 0; i < 50; i++) {
      const text = (await storage.getItem('pages')) as string;
      expect(texts.includes(text)).toBe(true);
    }
    await writes;
    expect(readdirSync(folder)).toEqual(['pages.json']);
  });

  it('keeps one complete text if two processes with the same id write, as in two containers', async () => {
    const folder = newFolder();
    const write = (sign: string): string => `
      Object.defineProperty(process, 'pid', { value: 1 });
      const storage = fileStorage(folder);
      for (let i = 0; i < 100; i++) await storage.setItem('pages', '${sign}'.repeat(300_000));
      console.log('ok');`;
    expect(await Promise.all([run(write('a'), folder), run(write('b'), folder)])).toEqual([
      'ok, exit 0',
      'ok, exit 0',
    ]);
    expect(readFileSync(join(folder, 'pages.json'), 'utf8')).toMatch(/^(a+|b+)$/);
  });

  it('keeps one complete model if two processes save at once', async () => {
    const folder = newFolder();
    const program = (sign: string): string => `
      for (let i = 0; i < 20; i++) {
        const learner = createFakeLearner();
        const kept = keepModel(learner, fileStorage(folder), { name: 'pages' });
        kept.events$.subscribe(({ type }) => {
          if (!/restored|saved/.test(type)) console.log(type);
        });
        await kept.restored;
        learner.restore(['${sign}'.repeat(100_000)]);
        learner.learn('');
        await kept.close();
      }
      console.log('ok');`;
    expect(await Promise.all([run(program('a'), folder), run(program('b'), folder)])).toEqual([
      'ok, exit 0',
      'ok, exit 0',
    ]);
    const { model } = JSON.parse(readFileSync(join(folder, 'pages.json'), 'utf8')) as { model: string[] }; // prettier-ignore
    expect(model[0]).toMatch(/^(a{100000}|b{100000})$/);
    expect(readdirSync(folder)).toEqual(['pages.json']);
  });
});

describe('keepModel with files', () => {
  it('does not keep a process alive', async () => {
    const open = `const kept = keepModel(createFakeLearner('a'), fileStorage(folder), { name: 'pages' });
      console.log(await kept.restored);`;
    expect(await run(open, newFolder())).toBe('false, exit 0');
  });

  it('reports a file that was changed by hand, and replaces it', async () => {
    const folder = newFolder();
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'pages.json'), '{"half":');
    const kept = keepModel(createFakeLearner('a'), fileStorage(folder), { name: 'pages' });
    const { values } = record(kept.events$);
    expect([await kept.restored, await kept.close()]).toEqual([false, true]);
    expect(values.map(({ type }) => type)).toEqual(['model-dropped', 'model-saved']);
    const learner = createFakeLearner();
    const again = keepModel(learner, fileStorage(folder), { name: 'pages' });
    expect([await again.restored, learner.known]).toEqual([true, ['a']]);
    await again.close();
  });
});
