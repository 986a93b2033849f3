import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plainVersionNames } from '../../../src/core/python-source/plain-module.js';
import { readSimply } from '../../../src/core/python-source/simple-lines.js';
import { readParsed } from '../../../src/core/python-source/version-literals.js';

const NAMES = ['__version__', 'version', 'VERSION'];

/** Pieces of Python that make lines of the usual forms, and lines that only look like them. */
const word = fc.constantFrom(
  '__version__',
  'version',
  'VERSION',
  '__all__',
  'x',
  'importlib.metadata.version',
);
const value = fc.constantFrom(
  ...[
    '"1.2.3"',
    "'1.2'",
    '""',
    '"""1"""',
    'r"1.0"',
    '"1" "2"',
    '"a\\"b"',
    '(1, 2)',
    '[1, 2]',
    '["__version__"]',
  ],
  ...[
    'version("x")',
    'f(a="1")',
    'f("1").strip()',
    'f(1)[0]',
    'VERSION',
    'x.version',
    '1',
    'None',
    '"1" if x else "2"',
  ],
  ...['[\n  "__version__",  # the = sign\n  "x",\n]', '("1.2.3")', 'f(\n  "1"\n)', '"1; 2"', '("a" "b")'],
);
const ending = fc.constantFrom('', ' ', '  # comment', '  # "x" = 1', '\r', '; version = "9"', ' ;', '\t');
const assigned = fc
  .tuple(
    word,
    fc.constantFrom(' = ', '=', ' += ', ': str = ', ' == ', '  =\t', ' = x = ', ' = version = '),
    value,
    ending,
  )
  .map(parts => parts.join(''));
const name = fc.constantFrom(
  '__version__',
  'version',
  'VERSION',
  'x',
  'version as __version__',
  'x as version',
  '*',
);
const imported = fc
  .tuple(
    fc.constantFrom('.', '..', '', '. ', '... '),
    fc.constantFrom('_version', 'a.b', '', 'importlib.metadata'),
    fc.array(name, { minLength: 1, maxLength: 3 }),
    fc.constantFrom(', ', ',', ' , ', ',\\\n'),
    fc.boolean(),
    ending,
  )
  .map(([dots, module, names, comma, inBrackets, end]) => {
    const list = names.join(comma);
    return `from ${dots}${module} import ${inBrackets ? `(${list})` : list}${end}`;
  });
const text = fc.tuple(value, ending).map(parts => parts.join(''));

describe('readSimply', () => {
  it('reads a line as the parser does, or leaves it to the parser', () => {
    let simple = 0;
    fc.assert(
      fc.property(fc.oneof(assigned, imported, text), line => {
        const part = { text: line, start: 0, kind: 'line' } as const;
        const found = readSimply(line, part, NAMES);
        if (found === null) return;
        simple++;
        expect(found, line).toEqual(readParsed(line, part, NAMES));
      }),
      { numRuns: 6000 },
    );
    expect(simple).toBeGreaterThan(500);
  });

  it.each([
    '__version__ = "1.2.3"',
    "__version__='1.2.3'  # here",
    'from ._version import __version__',
    'from .core import version as __version__, VERSION',
    '__version__ = importlib.metadata.version("x")',
    '__all__ = ["__version__", "x"]',
    '"""What __version__ is."""',
  ])('needs no parser for %s', line => {
    expect(readSimply(line, { text: line, start: 0, kind: 'line' } as const, NAMES)).not.toBeNull();
  });
});

it('reads a string with very many backslashes in one go', () => {
  const text = `"""${'\\n\\"""'.repeat(300_000)}"""\n__version__ = "1.0"\n`;
  const start = performance.now();
  expect(plainVersionNames(text, ['__version__'])?.literals).toMatchObject([{ value: '1.0', line: 2 }]);
  const plain = `"""${'\\n'.repeat(500_000)}"""\n__version__ = "1.0"\n`;
  expect(plainVersionNames(plain, ['__version__'])?.literals).toMatchObject([{ value: '1.0', line: 2 }]);
  expect(performance.now() - start).toBeLessThan(700);
});
