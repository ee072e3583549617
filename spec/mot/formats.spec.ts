import { gzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import {
  motProvider,
  type Detection,
  type MotFormat,
  type MotProviderOptions,
} from '../../src/mot/index.js';
import { memorySource } from './support/memorySource.js';
import { whenIndexed } from './support/whenIndexed.js';

const rows = [
  [1, 7, 10.5, 20, 30, 40, 0.9],
  [2, 7, 12, 22, 32, 42, 0.8],
];
const second: Detection = { trackId: 7, left: 12, top: 22, width: 32, height: 42, confidence: 0.8 };
const text = (delimiter: string, end = '\n') =>
  rows.map((row) => row.join(delimiter) + end).join('');

async function read(
  content: string | Uint8Array,
  options?: MotProviderOptions,
  frame = 2,
  chunk?: number,
) {
  const provider = motProvider(memorySource(content, chunk), options);
  const { detections } = await provider.load(frame);
  const { format, malformed } = provider.stats();
  return { detections, format, malformed };
}
const formatOf = async (
  content: string,
  options?: MotProviderOptions,
): Promise<MotFormat | undefined> => (await read(content, options)).format;
const failure = (content: string | Uint8Array, options?: MotProviderOptions) =>
  whenIndexed(motProvider(memorySource(content), options)).then(
    () => 'no error',
    (error: unknown) => error,
  );

describe('motProvider: delimiters and line ends', () => {
  it.each([
    ['commas', text(','), ','],
    ['commas with spaces', text(' , '), ','],
    ['semicolons', text(';'), ';'],
    ['tabs', text('\t'), '\t'],
    ['spaces', text(' '), ' '],
    [
      'runs of spaces, also before and after',
      text('   ').replaceAll(/^/gm, '  ').replaceAll('\n', '  \n'),
      ' ',
    ],
    ['spaces and tabs', text(' ').replaceAll(' 2', '\t2'), ' '],
    ['the line ends of Windows', text(';', '\r\n'), ';'],
    ['line ends of carriage returns alone', text(' ', '\r'), ' '],
    ['a byte-order mark', `\uFEFF${text('\t')}`, '\t'],
    ['quotes', text('";"').replaceAll(/^|$/gm, '"').replace(/"$/, ''), ';'],
    ['comments and blank lines', `# made by hand\n\n${text(',')}# end\n`, ','],
  ])('are found in the file: %s', async (_, content, delimiter) => {
    for (const chunk of [1, 5, 1 << 16]) {
      const { detections, format, malformed } = await read(content, {}, 2, chunk);
      expect(detections).toStrictEqual([second]);
      expect(malformed).toBe(0);
      expect(format).toMatchObject({ delimiter, header: false, guessed: ['delimiter', 'columns'] });
    }
  });

  it('use the delimiter of the option, whatever else the lines contain', async () => {
    expect(await formatOf(text(';'), { delimiter: ';' })).toMatchObject({
      delimiter: ';',
      guessed: ['columns'],
    });
    expect(await failure(text(';'), { delimiter: ',' })).toMatchObject({ problem: 'format' });
  });

  it('number malformed lines by the line ends of the file', async () => {
    const provider = motProvider(memorySource(`${text(',', '\r')}2,x\r`));
    await provider.load(2);
    expect(provider.stats().malformedLines).toEqual([
      { line: 3, reason: 'expected 7 to 10 columns, got 2' },
    ]);
  });

  it('are found in chunks of any size, also for frames that begin alike', async () => {
    const content = Array.from({ length: 300 }, (_, i) => `${i % 130}\t${i}\t1\t2\t3\t4\t1\n`).join(
      '',
    );
    for (const chunk of [7, 1000]) {
      const provider = motProvider(memorySource(content, chunk));
      for (const frame of [1, 12, 120]) {
        const tracks = (await provider.load(frame)).detections.map(({ trackId }) => trackId);
        expect(tracks).toEqual([frame, frame + 130, frame + 260].filter((track) => track < 300));
      }
    }
  });
});

describe('motProvider: columns', () => {
  const box = { trackId: 7, left: 12, top: 3, width: 30, height: 40 };

  it.each<[string, string, object]>([
    ['frame,track_id,class,x,y,w,h', '2,7,3,12,3,30,40', { ...box, confidence: 1, classId: 3 }],
    [
      'Frame;ID;bb_left;bb_top;bb_width;bb_height;conf',
      '2;7;12;3;30;40;0.5',
      { ...box, confidence: 0.5 },
    ],
    ['id,frame,x1,y1,x2,y2,score', '7,2,12,3,42,43,0.5', { ...box, confidence: 0.5 }],
    ['frame,id,x_center,y_center,width,height', '2,7,27,23,30,40', { ...box, confidence: 1 }],
    [
      'frame,id,xmax,ymax,w,h,label',
      '2,7,42,43,30,40,"car, red"',
      { ...box, confidence: 1, className: 'car, red' },
    ],
    [
      '"frame","id","left","top","width","height","x","y","z"',
      '2,7,12,3,30,40,5,6,7',
      { ...box, confidence: 1, x: 5, y: 6, z: 7 },
    ],
    ['# frame id left top width height', '2 7 12 3 30 40', { ...box, confidence: 1 }],
    [',id,frame,track_id,left,top,width,height', '0,99,2,7,12,3,30,40', { ...box, confidence: 1 }],
    ['frame,left,top,width,height', '2,12,3,30,40', { ...box, trackId: -1, confidence: 1 }],
  ])('have the names of a header line: %s', async (header, line, detection) => {
    for (const mark of ['', '\uFEFF']) {
      const { detections, malformed, format } = await read(`${mark}${header}\n${line}\n`);
      expect(detections).toStrictEqual([detection]);
      expect(malformed).toBe(0);
      expect(format).toMatchObject({ header: true, guessed: ['delimiter', 'columns'] });
    }
  });

  it('are shown in stats(), with those that are not read', async () => {
    expect(await formatOf('frame,id,colour,x,y,w,h\n2,7,3,12,3,30,40\n')).toEqual({
      delimiter: ',',
      columns: ['frame', 'trackId', null, 'left', 'top', 'width', 'height'],
      header: true,
      guessed: ['delimiter', 'columns'],
      compression: 'none',
    });
    expect((await formatOf('2,7,12,3,30,40,1,5,6,7\n'))?.columns.slice(7)).toEqual(['x', 'y', 'z']);
    expect(motProvider(memorySource('')).stats().format).toBeUndefined();
  });

  it('have the names of the option, and a header line is skipped', async () => {
    const columns = ['trackId', null, 'frame', 'left', 'top', 'right', 'bottom'];
    for (const header of ['', 'a,b,c,d,e,f,g\n']) {
      const { detections, format } = await read(`${header}7,x,2,12,3,42,43\n`, { columns });
      expect(detections).toStrictEqual([{ ...box, confidence: 1 }]);
      expect(format).toMatchObject({ columns, header: false, guessed: ['delimiter'] });
    }
  });

  it('of KITTI are found, or set by the option', async () => {
    const content =
      '0 -1 DontCare -1 -1 -10.0 1 2 3 4 -1000 -1000 -1000 -10 -1 -1 -1\n2 7 Car 0 1 -1.5 12 3 42 43 1.5 1.6 3.7 2 1.5 13 1.6\n';
    const detection = { ...box, confidence: 1, className: 'Car', x: 2, y: 1.5, z: 13 };
    for (const options of [{}, { columns: 'kitti' }] as const)
      expect((await read(content, options)).detections).toStrictEqual([detection]);
    const { detections } = await read(content.replaceAll('\n', ' 0.5\n'), {
      columns: 'kitti',
      extra: true,
    });
    const extra = {
      truncated: 0,
      occluded: 1,
      alpha: -1.5,
      objectHeight: 1.5,
      objectWidth: 1.6,
      objectLength: 3.7,
      rotationY: 1.6,
    };
    expect(detections).toStrictEqual([{ ...detection, confidence: 0.5, extra }]);
  });

  it('of VisDrone are a category and two extra columns, with the option', async () => {
    const content = '2,7,12,3,30,40,1,4,0,2\n';
    const detection = { ...box, confidence: 1, classId: 4 };
    expect((await read(content, { columns: 'visdrone' })).detections).toStrictEqual([detection]);
    const { detections } = await read(content, { columns: 'visdrone', extra: true });
    expect(detections).toStrictEqual([{ ...detection, extra: { truncation: 0, occlusion: 2 } }]);
  });

  it('of other names are kept only with `extra`, as numbers or text', async () => {
    const content = 'frame,id,x,y,w,h,colour,__proto__\n2,7,12,3,30,40,red,5\n';
    expect((await read(content)).detections).toStrictEqual([{ ...box, confidence: 1 }]);
    const [kept] = (await read(content, { extra: true })).detections;
    expect(Object.entries(kept?.extra ?? {})).toEqual([
      ['colour', 'red'],
      ['__proto__', 5],
    ]);
    const [more] = (await read('2,7,12,3,30,40,1,5,6,7,8,nine\n', { extra: true })).detections;
    expect(more).toMatchObject({ x: 5, y: 6, z: 7, extra: { column11: 8, column12: 'nine' } });
  });

  it('are as many as the header or the option names: other lines are malformed', async () => {
    const content =
      'frame,id,x,y,w,h\n2,7,12,3,30,40\n2,7,12,3,30\n2,7,12,3,30,40,1\n2,7,12,3,?,40\n';
    const provider = motProvider(memorySource(content));
    expect((await provider.load(2)).detections).toHaveLength(1);
    expect(provider.stats().malformedLines).toEqual([
      { line: 3, reason: 'expected 6 columns, got 5' },
      { line: 4, reason: 'expected 6 columns, got 7' },
      { line: 5, reason: 'expected column 5 (width) to be a number, got "?"' },
    ]);
  });

  it('are an error if the header line names no frame, or no box', async () => {
    const message = (lack: string) =>
      `\`memory\` is no Multiple Object Tracking file: the header line names no ${lack}; \`columns\` names what stands where`;
    expect(await failure('a,b,c,d,e,f,g\n1,2,3,4,5,6,7\n')).toMatchObject({
      problem: 'format',
      message: message('frame'),
    });
    const lack = 'two of top, bottom, centerY and height';
    expect(await failure('frame,id,x,w,h,score\n1,2,3,4,5,6\n')).toMatchObject({
      problem: 'format',
      message: message(lack),
    });
  });

  it('of a header line without any lines are no error', async () => {
    expect((await read('frame,id,x,y,w,h\n')).detections).toEqual([]);
  });

  it.each<[object, string]>([
    [{ delimiter: '|' }, "Expected `delimiter` to be ',', ';', '\\t' or ' ', got `\"|\"` (string)"],
    [{ extra: 1 }, 'Expected `extra` to be true or false, got `1` (number)'],
    [
      { columns: 'coco' },
      "Expected `columns` to be 'mot', 'visdrone', 'kitti' or an array of names, got `\"coco\"` (string)",
    ],
    [
      { columns: 5 },
      "Expected `columns` to be 'mot', 'visdrone', 'kitti' or an array of names, got `5` (number)",
    ],
    [{ columns: ['frame', 5] }, 'Expected `columns[1]` to be a name or null, got `5` (number)'],
    [{ columns: ['frame', ''] }, 'Expected `columns[1]` to be a name or null, got `""` (string)'],
    [
      { columns: ['frame', 'frame'] },
      'Expected `columns[1]` to be a name that no other column has, got `"frame"` (string)',
    ],
    [
      { columns: ['frame', 'lefft'] },
      'Expected `columns[1]` to be null, or one of frame, trackId, left,',
    ],
    [{ columns: ['left', 'top'] }, 'Expected `columns` to be an array that names frame, got'],
    [
      { columns: ['frame', 'left', 'top', 'width'] },
      'Expected `columns` to be an array that names two of top, bottom, centerY and height, got',
    ],
  ])('are refused if they are wrong: %j', (options, message) => {
    expect(() => motProvider(memorySource(''), options)).toThrow(TypeError);
    expect(() => motProvider(memorySource(''), options)).toThrow(message);
  });
});

describe('motProvider: files without a readable line', () => {
  const utf16 = Buffer.from(`\uFEFF${text(',')}`, 'utf16le');

  it.each([
    [
      'an HTML page',
      '<!doctype html>\n<html></html>\n',
      'line 1: expected column 1 (frame) to be a whole number, got "<!doctype html>"',
    ],
    ['UTF-16', utf16, 'it is UTF-16 text, expected UTF-8'],
    [
      'UTF-16 without a mark',
      utf16.subarray(2),
      'line 1: expected column 1 (frame) to be a whole number, got "',
    ],
    [
      'binary data',
      new Uint8Array(5000),
      'line 1: expected column 1 (frame) to be a whole number, got "',
    ],
    ['too few columns', '\n1,2,3,4,5,6\n', 'line 2: expected 7 to 10 columns, got 6'],
    [
      'decimal commas',
      '1;2;3,5;4;5;6;1\n',
      'line 1: expected column 1 (frame) to be a whole number',
    ],
  ])('are errors that name the first reason: %s', async (_, content, reason) => {
    const error = {
      name: 'MotSourceError',
      problem: 'format',
      message: expect.stringContaining(reason),
    };
    expect(await failure(content)).toMatchObject(error);
  });

  it('are files without frames if they have only blank lines and comments', async () => {
    for (const content of ['', ' \n\n', '# nothing\n'])
      expect((await read(content)).detections).toEqual([]);
  });

  it('are no errors if one line is readable, however late', async () => {
    const content = `${'1,2\n'.repeat(50_000)}2,7,12,22,32,42,0.8\n`;
    expect((await read(content)).detections).toStrictEqual([second]);
    expect(await failure('1,2\n'.repeat(50_000))).toMatchObject({
      message: expect.stringContaining('line 1: expected 7 to 10 columns, got 2'),
    });
  });
});

describe('motProvider: gzip', () => {
  const packed = gzipSync(text(','));

  it('is unpacked, whatever its name, and kept in memory', async () => {
    for (const chunk of [1, 3, 1 << 16]) {
      const source = memorySource(packed, chunk);
      const provider = motProvider(source);
      expect((await provider.load(2)).detections).toStrictEqual([second]);
      provider.clear();
      expect((await provider.load(1)).detections).toHaveLength(1);
      expect(source.reads).toEqual([]);
      expect(provider.stats()).toMatchObject({
        reads: 0,
        frames: 2,
        format: { compression: 'gzip' },
      });
    }
  });

  it('is an error if it is cut off or damaged', async () => {
    const damaged = packed.map((byte, i) => (i === packed.length - 12 ? byte ^ 0xff : byte));
    for (const content of [packed.subarray(0, packed.length - 9), damaged]) {
      const message = '`memory` cannot be read: its gzip data are damaged or cut off';
      expect(await failure(content)).toMatchObject({
        name: 'MotSourceError',
        problem: 'unreadable',
        message,
      });
    }
  });

  it('passes on the error of its source', async () => {
    async function* chunks() {
      yield await Promise.resolve(packed.subarray(0, 20));
      throw new Error('gone');
    }
    const provider = motProvider({
      ...memorySource(''),
      open: () => Promise.resolve({ size: 99, chunks: chunks() }),
    });
    await expect(whenIndexed(provider)).rejects.toThrow('gone');
  });
});
