import fc from 'fast-check';

const number = fc.oneof(
  fc.integer({ min: -1, max: 3000 }).map(String),
  fc
    .tuple(fc.integer({ min: -50, max: 3000 }), fc.integer({ min: 0, max: 99_999 }))
    .map(([whole, part]) => `${whole}.${part}`),
  fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e6, max: 1e6 }).map(String),
  fc.constantFrom(
    '1.',
    '.5',
    '+3',
    '1e3',
    '-2.5E-1',
    '00012',
    '0.1234567890123456789',
    '123456789012345678901234567890',
  ),
);
const spaced = (column: fc.Arbitrary<string>) =>
  fc
    .tuple(fc.constantFrom('', '', '', ' ', '\t', '  '), column, fc.constantFrom('', '', '', ' '))
    .map((parts) => parts.join(''));
const frame = fc.oneof(
  { weight: 20, arbitrary: fc.integer({ min: 1, max: 15 }).map(String) },
  { weight: 4, arbitrary: fc.integer({ min: 95, max: 105 }).map(String) },
  {
    weight: 4,
    arbitrary: fc.constantFrom(
      '1000',
      '10000',
      '100000',
      '1000000',
      '10000000',
      '100000000',
      '9007199254740991',
      '4294967296',
      '4294967297',
    ),
  },
  { weight: 2, arbitrary: fc.constantFrom('0', '-0', '-7', '+8', '007', '7.0', '1.2e1', '3.') },
);
const noFrame = fc.constantFrom(
  '',
  'abc',
  '1.5',
  'frame',
  '#',
  '0x10',
  '1 2',
  'Infinity',
  'é',
  '9007199254740993',
  '1'.repeat(40),
);
const columns = (
  first: fc.Arbitrary<string>,
  rest: fc.Arbitrary<string>,
  minLength: number,
  maxLength: number,
) =>
  fc
    .tuple(
      spaced(first),
      fc.array(spaced(rest), { minLength: minLength - 1, maxLength: maxLength - 1 }),
    )
    .map(([head, tail]) => [head, ...tail].join(','));

const line = fc.oneof(
  { weight: 20, arbitrary: columns(frame, number, 7, 10) },
  { weight: 2, arbitrary: fc.constantFrom('', ' ', '\t ', '   ') },
  { weight: 2, arbitrary: columns(noFrame, number, 2, 10) },
  { weight: 1, arbitrary: noFrame },
  {
    weight: 2,
    arbitrary: columns(
      frame,
      fc.oneof(number, fc.constantFrom('', 'x', 'nan', '-inf', '1,5', '--1', '1e999')),
      1,
      13,
    ),
  },
);

/** Texts of files, with everything that a reader may meet, in any order. */
export const motText: fc.Arbitrary<string> = fc
  .record({
    mark: fc.constantFrom('', '', '\uFEFF'),
    // Real files consist of runs of lines that begin alike.
    lines: fc.array(
      fc.oneof(
        line.map((text) => [text]),
        fc
          .tuple(frame, fc.array(columns(fc.constant(''), number, 7, 8), { maxLength: 5 }))
          .map(([of, tails]) => tails.map((tail) => of + tail.trimStart())),
      ),
      {
        maxLength: 40,
      },
    ),
    end: fc.constantFrom('\n', '\r\n'),
    last: fc.boolean(),
  })
  .map(({ mark, lines, end, last }) => mark + lines.flat().join(end) + (last ? end : ''));
