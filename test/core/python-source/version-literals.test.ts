import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { position } from '../../../src/core/python-source/position.js';
import { versionNames } from '../../../src/core/python-source/version-literals.js';
import { askPython } from '../support/python.js';

const NAMES = ['__version__', 'VERSION', 'version'];

/** What CPython's own parser sees: module-level assignments to a bare name whose value is written out. */
const ORACLE = `
import ast
def fold(node):
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, (str, int)) and not isinstance(node.value, bool) else None
    if isinstance(node, (ast.Tuple, ast.List)):
        parts = [fold(each) for each in node.elts]
        if parts and all(part is not None and not isinstance(part, tuple) for part in parts):
            return ('.'.join(str(part) for part in parts),)
    return None
def read(text, names):
    try:
        tree = ast.parse(text)
    except SyntaxError:
        return None
    found = []
    for node in tree.body:
        if isinstance(node, ast.Assign) and all(isinstance(target, ast.Name) for target in node.targets):
            targets = [target.id for target in node.targets]
        elif isinstance(node, ast.AnnAssign) and node.value and isinstance(node.target, ast.Name):
            targets = [node.target.id]
        else:
            continue
        value = fold(node.value)
        value = value[0] if isinstance(value, tuple) else value if isinstance(value, str) else None
        if value is not None:
            found += [[name, value, node.value.lineno] for name in targets if name in names]
    return found
`;

const quote = fc.constantFrom('"', "'", '"""', "'''");
const plainText = fc.constantFrom(
  '1.2.3',
  '0.0.0',
  '1.2.0rc1',
  '',
  'v1',
  "it's",
  'a"b',
  '# no',
  '1.2.3\u00e9😀',
);
const literal = fc
  .tuple(fc.constantFrom('', '', '', 'r', 'R', 'u', 'U'), quote, plainText)
  .filter(([, mark, text]) => !text.includes(mark[0] ?? ''))
  .map(([prefix, mark, text]) => `${prefix}${mark}${text}${mark}`);
const value = fc.oneof(
  { weight: 4, arbitrary: literal },
  fc.constantFrom(
    ...[
      '("1.2.3")',
      '( # c\n  "1.2.3"\n)',
      '\\\n  "1.2.3"',
      '"1.2" ".3"',
      '("1.2"\n ".3")',
      '(1, 2, 3)',
      '[1, 2]',
    ],
    ...[
      '(1, 2, 3, "rc", 1)',
      '("1.2.3",)',
      '(\n  1,  # major\n  2,\n)',
      '("a", b)',
      '()',
      '1',
      'None',
      'f"{x}.1"',
    ],
    ...[
      'b"1.2.3"',
      'b"1".decode()',
      'get("1.2.3")',
      'a.b',
      'other',
      '"1" if x else "2"',
      '"%s" % x',
      'rb"1"',
    ],
    ...[
      '"1.2.3".strip()',
      'lambda: "1"',
      '"""\n1.2.3\n"""',
      '"a\\tb"',
      '"\\x31.\\u0032"',
      '["1", other]',
      '{"a": "1"}',
      'x["1"]',
    ],
  ),
);
const name = fc.constantFrom(...NAMES, '__version__', 'x', '_version', '__version_info__');
const target = fc.oneof(
  {
    weight: 5,
    arbitrary: fc
      .tuple(name, fc.constantFrom(' = ', '=', ': str = ', ' : Final[str]='))
      .map(parts => parts.join('')),
  },
  fc.tuple(name, name).map(([left, right]) => `${left} = ${right} = `),
  fc.constantFrom(
    'self.__version__ = ',
    '__version__ += ',
    'd["version"] = ',
    'version == ',
    'x, version = ',
  ),
);
const statement = fc.oneof(
  {
    weight: 5,
    arbitrary: fc
      .tuple(target, value, fc.constantFrom('', '', '  # c', ';', '; x = 1'))
      .map(parts => parts.join('')),
  },
  fc.constantFrom(
    ...[
      '"""\n__version__ = "9.9.9"\n"""',
      '# __version__ = "9.9.9"',
      '',
      '   ',
      '\f',
      'import x',
      'pass',
      '__version__: str',
    ],
    ...[
      'try:\n    __version__ = "8"\nexcept E:\n    __version__ = "9"\nelse:\n    version = "7"',
      'if x: version = "9"',
    ],
    ...[
      'class C:\n    __version__ = "4.4.4"',
      'def f():\n    __version__ = "5"\n    return __version__',
      'x = [\n  "__version__ = 9"\n]',
    ],
    ...[
      'with a as b:\n    VERSION = "1"',
      'for version in "12": pass',
      'x = f"{version}"; version = "1.0"',
      '__all__ = ["__version__"]',
    ],
    ...[
      '@d\nasync def g(version="1"): ...',
      'match x:\n    case 1:\n        version = "1"',
      'del version',
      'x = (version := "3")',
      'f(version="1.2.3")',
    ],
    ...[
      'x = """\n\\"""\nversion = "1"\n"""',
      'global version',
      'assert version == "1"',
      'x = 1 if y else \\\n  2',
      'from ._v import version',
    ],
  ),
);
const module = fc.tuple(
  fc.array(statement, { maxLength: 6 }),
  fc.constantFrom('\n', '\r\n'),
  fc.constantFrom('', '\n'),
);

describe('versionNames', () => {
  it('agrees with the syntax tree of CPython on generated modules', context => {
    const texts = fc
      .sample(module, { numRuns: 4000, seed: 311 })
      .map(([statements, newline, end]) => (statements.join('\n') + end).replaceAll('\n', newline));
    const answers = askPython<([string, string, number][] | null)[]>(
      context,
      [],
      `${ORACLE}\nanswer([read(text, data[1]) for text in data[0]])`,
      [texts, NAMES],
    );
    const wrong = texts.flatMap((text, index) => {
      const expected = answers[index];
      if (expected === null || expected === undefined) return [];
      const found = versionNames(text, NAMES).literals.map(({ name, value, line }) => [name, value, line]);
      // Python reads every newline in a string as \n.
      const same = JSON.stringify(found).replaceAll('\\r\\n', '\\n') === JSON.stringify(expected);
      return same ? [] : [{ text, found, expected }];
    });
    expect(wrong.slice(0, 5)).toEqual([]);
    expect(answers.filter(each => each !== null && each.length > 0).length).toBeGreaterThan(1000);
  });

  it('gives ranges whose replacement changes that value and nothing else, by the syntax tree of CPython', context => {
    const texts = fc
      .sample(module, { numRuns: 1500, seed: 312 })
      .map(([statements, , end]) => statements.join('\n') + end);
    const edits = texts.flatMap(text =>
      versionNames(text, NAMES).literals.flatMap(({ range, value }, at) => {
        if (range === null) return [];
        expect(text.slice(range.from, range.to)).toBe(value);
        return [{ before: text, at, after: `${text.slice(0, range.from)}7.7.7${text.slice(range.to)}` }];
      }),
    );
    expect(edits.length).toBeGreaterThan(500);
    const wrong = askPython<unknown[]>(
      context,
      [],
      `${ORACLE}
def same(edit):
    before, after = read(edit['before'], data[1]), read(edit['after'], data[1])
    if before is None:
        return True
    line = lambda found: [[name, value] for name, value, _ in found]
    expected = line(before)
    if len(expected) <= edit['at']:
        return False
    value = expected[edit['at']][1]
    chain = [each for each in before if each[2] == before[edit['at']][2] and each[1] == value]
    expected = [[name, '7.7.7'] if each in chain else [name, old] for each, (name, old) in zip(before, expected)]
    return after is not None and line(after) == expected
answer([edit for edit in data[0] if not same(edit)][:3])`,
      [edits, NAMES],
    );
    expect(wrong).toEqual([]);
  });

  const FORMS: readonly (readonly [form: string, values: readonly string[]])[] = [
    ['__version__ = "1.2.3"', ['1.2.3']],
    ['__version__: Final = "1.2.3"', ['1.2.3']],
    ['version = __version__ = "1.2.3"', ['1.2.3']],
    ['__version__ = "1.2.3"\n__version__ = "2"', ['1.2.3', '2']],
    ['try:\n    __version__ = v("x")\nexcept E:\n    __version__ = "0.0.0"', []],
    ['__version__ = importlib.metadata.version("x")', []],
    ['VERSION = "1"\n__version__ = VERSION', []],
    ['X__version__ = "0.2.0"', []],
    ['part = "1"\n__version__ = (part, "0")\npart = "2"', []],
    ['part = "1"\n__version__ = part + ".0"\npart = "2"', []],
    ['part = "1"\n__version__ = f"{part}.0"', []],
    ['__version__ = f"1.0"', []],
    ['__version__ = "1" + ".0"', []],
    ['__version__ = "1.%s" % 2', []],
    ['__version__ = "1.{}".format(2)', []],
    ['part = 1\n__version__ = (part, 2)', []],
    ['__version__ = (1, 1 + 1)', []],
    ['__version__ = "1" f".0"', []],
    ['__version__ = "1" ".2"', ['1.2']],
    ['__version__ = (1, 2)', ['1.2']],
    ['\uFEFF__version__ = "1.2.3"', ['1.2.3']],
    ['__version__ = "1.2.3', []],
    ['def (:\n__version__ = "1.2.3"', []],
    ['', []],
  ];
  it.each(FORMS)('reads %j as %j', (form, values) => {
    const found = versionNames(form, ['__version__']).literals.map(each => each.value);
    if (form.startsWith('def (')) expect(found.every(each => each === '1.2.3')).toBe(true);
    else expect(found).toEqual(values);
  });

  it('gives no range to a version that is not one plain string', () => {
    for (const form of ['"1" ".2"', '("1"\n  ".2")', '(1, 2)', '"1.\\x32"'])
      expect(versionNames(`version = ${form}`, ['version']).literals).toMatchObject([
        { value: '1.2', line: 1, range: null },
      ]);
    expect(versionNames('version = ("1.2")', ['version']).literals).toMatchObject([
      { value: '1.2', range: { from: 12, to: 15 } },
    ]);
  });

  const IMPORTS: readonly (readonly [
    text: string,
    reexports: readonly (readonly [string, string, number, string])[],
  ])[] = [
    ['from ._version import __version__', [['__version__', '__version__', 1, '_version']]],
    ['from ._version import version as __version__', [['__version__', 'version', 1, '_version']]],
    ['from pkg.v import (\n  a,\n  b as __version__,  # c\n)', [['__version__', 'b', 0, 'pkg.v']]],
    ['from ..core.v import __version__, x', [['__version__', '__version__', 2, 'core.v']]],
    ['from . import __version__', [['__version__', '__version__', 1, '']]],
    ['from ... import __version__', [['__version__', '__version__', 3, '']]],
    ['from .a import __version__ as other', []],
    ['from .a import *  # __version__', []],
    ['import __version__', []],
    ['try:\n    from .a import __version__\nexcept E: pass', []],
    ['"""\nfrom .a import __version__\n"""', []],
  ];
  it.each(IMPORTS)('finds in %j the re-exports %j', (text, reexports) => {
    const found = versionNames(text, ['__version__']).reexports;
    expect(found.map(({ name, original, level, module: from }) => [name, original, level, from])).toEqual(
      reexports,
    );
  });
});

describe('position', () => {
  it('agrees with counting the newlines before an offset', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('a', '\n', '\r\n', 'é', '😀') }),
        fc.nat(40),
        (text, at) => {
          const offset = Math.min(at, text.length);
          const lines = text.slice(0, offset).split('\n');
          expect(position(text, offset)).toEqual({
            line: lines.length,
            column: (lines.at(-1) ?? '').length + 1,
          });
        },
      ),
    );
  });
});
