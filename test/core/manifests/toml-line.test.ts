import fc from 'fast-check';
import { type AST, parseTOML } from 'toml-eslint-parser';
import { describe, expect, it } from 'vitest';
import { parseToml } from '../../../src/core/manifests/toml.js';
import { tomlLine, tomlOffset } from '../../../src/core/manifests/toml-line.js';
import { tomlStrings } from '../../../src/core/manifests/toml-range.js';
import { processorTime } from '../support/time.js';

interface Placed {
  readonly path: string[];
  readonly line: number;
}

/** Every key with a value and its line, by the syntax tree; keys in arrays of tables are left out. */
function placedKeys(text: string): Placed[] {
  const ast = parseTOML(text.replace(/^\uFEFF/, ''), { tomlVersion: '1.0.0' });
  return ast.body[0].body.flatMap(node => {
    if (node.type === 'TOMLKeyValue') return [placed([], node)];
    if (node.resolvedKey.some(key => typeof key === 'number')) return [];
    return node.body.map(each => placed(node.resolvedKey.map(String), each));
  });
}

function placed(table: readonly string[], node: AST.TOMLKeyValue): Placed {
  const keys = node.key.keys.map(key => (key.type === 'TOMLBare' ? key.name : key.value));
  return { path: [...table, ...keys], line: node.loc.start.line };
}

const VALUES = [
  ...[
    '1',
    'true',
    '1979-05-27',
    '"text"',
    "'text'",
    '""',
    "''",
    '"a # b"',
    '"[project]"',
    '\'it "is"\'',
    '"\\""',
  ],
  ...[
    '"\\\\"',
    "'\\'",
    '"""one line"""',
    '"""\n[project]\nversion = "9.9.9"\n"""',
    "'''\nversion = '9'\n'''",
  ],
  ...[
    '"""a\\"""b"""',
    '"""quote""""',
    '"""quotes"""""',
    "'''quote''''",
    '"""\n\n\n"""',
    "'''\\'''",
    '"\\u00e9 é 😀"',
  ],
  ...['[]', '[1, 2]', '[\n  "a", # ] "\n  [\n    "b",\n  ],\n]', '[ # [\n]', '{}', '{ a = 1, b.c = "}" }'],
  ...['{ a = [\n  1,\n] }', '[{ a = "]" }, { a = "[x]" }]', '["""\n[x]\n"""]'],
];
const ENDS = ['', '', ' # comment', ' # "quote', "\t# '''", ' # [x]'];
const BLANKS = ['', '# [project]', '  # version = "0"', '\t', '#', '# """'];

const keyText = fc.tuple(fc.constantFrom(0, 0, 1, 2, 3, 4), fc.constantFrom(' = ', '=', '  =\t'));

/** Valid documents in which all keys differ; lines end with LF or CRLF. */
const document = fc
  .record({
    statements: fc.array(
      fc.tuple(
        keyText,
        fc.constantFrom(...VALUES),
        fc.constantFrom(...ENDS),
        fc.constantFrom(...BLANKS),
        fc.constantFrom(0, 0, 0, 1, 2, 3, 4),
      ),
      { minLength: 1, maxLength: 10 },
    ),
    newline: fc.constantFrom('\n', '\r\n'),
    bom: fc.boolean(),
    final: fc.boolean(),
  })
  .map(({ statements, newline, bom, final }) => {
    const lines = statements.flatMap(([[style, equals], value, end, blank, header], index) => [
      ...(blank === '' && index % 2 === 0 ? [] : [blank]),
      ...['', `[t${index}]`, `[ t${index} . "x y" ]${end}`, `[[t${index}]]`, `  ['t${index}'."a]b"]`]
        .slice(header, header + 1)
        .filter(text => text !== ''),
      `${keyOf(style, index)}${equals}${value}${end}`,
    ]);
    const text = lines.join('\n') + (final ? '\n' : '');
    return (bom ? '\uFEFF' : '') + text.replaceAll('\n', newline);
  });

function keyOf(style: number, index: number): string {
  return (
    [`k${index}`, `"k ${index}"`, `'k"${index}'`, `k${index}.sub . "dotted.key"`, `  k${index} . '='`][
      style
    ] ?? ''
  );
}

describe('tomlLine', () => {
  it('finds every key of generated documents on the line where the syntax tree has it', {
    timeout: 60_000,
  }, () => {
    fc.assert(
      fc.property(document, text => {
        expect(parseToml(text)).toMatchObject({ ok: true });
        for (const { path, line } of placedKeys(text))
          expect([path, tomlLine(text, path)]).toEqual([path, line]);
      }),
      { numRuns: 2000 },
    );
  });

  it('counts lines that a backslash at their end joins', () => {
    for (const newline of ['\n', '\r\n']) {
      const text = ['a = """x \\', '   y \\', '', '  z"""', '[project]', 'version = "1"', ''].join(newline);
      expect(parseToml(text)).toMatchObject({ ok: true });
      expect(tomlLine(text, ['project', 'version'])).toBe(6);
    }
  });

  it.each([
    '"\\U0001F600"',
    '"\\u00e9"',
    '"a\\tb"',
    '"a\\"]b"',
  ])('reads past a key with an escape: %s', key => {
    for (const text of [`${key} = 1\nversion = "1"\n`, `[x.${key}]\na = 1\n`])
      expect(parseToml(text)).toMatchObject({ ok: true });
    expect(tomlLine(`${key} = 1\nversion = "1"\n`, ['version'])).toBe(2);
    expect(tomlLine(`[x.${key}]\na = 1\n[project]\nversion = "1"\n`, ['project', 'version'])).toBe(4);
  });

  it('finds a key by an escape in its spelling', () => {
    expect(tomlLine('"ver\\u0073ion" = "1"', ['version'])).toBe(1);
    expect(tomlLine('"\\U00000076ersion" = "1"', ['version'])).toBe(1);
  });

  it('finds a key of an inline table that is not on the first line of it', () => {
    const text = 'project = { dependencies = [\n  "a",\n], version = "1" }\n';
    expect(parseToml(text)).toMatchObject({ ok: true });
    expect(tomlLine(text, ['project', 'version'])).toBe(3);
  });

  const PROJECT = ['project', 'version'];
  const ROWS: readonly (readonly [
    title: string,
    lines: readonly string[],
    path: string[],
    line: number | null,
  ])[] = [
    ['a key of a table', ['[project]', 'name = "x"', 'version = "1"'], PROJECT, 3],
    ['a dotted key', ['project.name = "x"', 'project.version = "1"'], PROJECT, 2],
    ['an inline table', ['', 'project = { name = "x", version = "1" }'], PROJECT, 2],
    ['a quoted table', ['["project"]', "'version' = '1'"], PROJECT, 2],
    ['a header with blanks', ['[ project ]', 'version="1"'], PROJECT, 2],
    ['a later table', ['[tool.x]', 'version = "9"', '[project]', 'version = "1"'], PROJECT, 4],
    ['an earlier table', ['[project]', 'version = "1"', '[tool.x]', 'version = "9"'], PROJECT, 2],
    [
      'a table after a sub-table',
      ['[project.urls]', 'version = "9"', '[project]', 'version = "1"'],
      PROJECT,
      4,
    ],
    [
      'a fake header in a string',
      ['x = """', '[project]', 'version = "9"', '"""', '[project]', 'version = "1"'],
      PROJECT,
      6,
    ],
    ['a fake key in an array', ['[project]', 'a = [', '"version = 9",', ']', 'version = "1"'], PROJECT, 5],
    [
      'arrays of tables before it',
      ['[[a]]', 'version = "9"', '[[a]]', '[project]', 'version = "1"'],
      PROJECT,
      5,
    ],
    ['an indented key', ['[project]', '\t  version = "1"'], PROJECT, 2],
    ['a deep key', ['[tool.poetry]', 'version = "1"'], ['tool', 'poetry', 'version'], 2],
    ['a deep key, dotted in a table', ['[tool]', 'poetry.version = "1"'], ['tool', 'poetry', 'version'], 2],
    ['no such key', ['[project]', 'name = "x"'], PROJECT, null],
    ['a key with that beginning only', ['[project]', 'version-file = "x"'], PROJECT, null],
    ['a key of that name elsewhere', ['version = "1"', '[tool]', 'version = "2"'], PROJECT, null],
    ['an empty document', [''], PROJECT, null],
    ['a key without newline behind it', ['[project]', 'version = "1"'], PROJECT, 2],
    [
      'a fake key in a table over several lines',
      ['[project]', 'a = {', 'version = "9" }', 'version = "1"'],
      PROJECT,
      4,
    ],
    [
      'a fake key in an open array',
      ['[project]', 'a = [{ b = "}",', 'version = 9 }]', 'version = "1"'],
      PROJECT,
      4,
    ],
    [
      'a table of an array of that name',
      ['[[project]]', '[project.x]', 'version = "9"'],
      ['project', 'x', 'version'],
      null,
    ],
    ['dots in a key', ['[a.b]', 'c = 1', '["a.b"]', 'c = 2'], ['a.b', 'c'], 4],
    ['dots in the last key', ['[project]', 'a.b = 1', '"a.b" = 2'], ['project', 'a.b'], 3],
    ['an array that looks like a header', ['x = [', '[true]', ']', '[true]', 'a = 1'], ['true', 'a'], 5],
    [
      'a value of that name further down',
      ['[project]', 'urls.version = "9"', '[tool]', 'version = "9"'],
      PROJECT,
      null,
    ],
    ['a plain value on the way', ['[project]', 'version = "1"'], [...PROJECT, 'x'], 2],
    ['a table on the way that does not have it', ['[project]', 'a = { b = 1 }'], ['project', 'a', 'c'], null],
    ['an empty key', ['"" = 1', '[project]', 'version = "1"'], PROJECT, 3],
  ];
  it.each(ROWS)('finds %s', (_title, lines, path, line) => {
    for (const text of [lines.join('\n'), `${lines.join('\r\n')}\r\n`, `\uFEFF${lines.join('\n')}\n`])
      expect(tomlLine(text, path)).toBe(line);
  });

  it('comes to an end on whatever text', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(...'[]{}="\'\\#.,\nax ', '"""', "'''"), maxLength: 40 }),
        text => {
          if (parseToml(text).ok) tomlLine(text, PROJECT);
        },
      ),
      { numRuns: 5000 },
    );
  });

  it('reads a megabyte quickly', () => {
    const text = `${'[[package]]\nname = "x"\nversion = "1"\n'.repeat(30_000)}[project]\nversion = "1"\n`;
    expect(processorTime(() => expect(tomlLine(text, PROJECT)).toBe(90_002))).toBeLessThan(1000);
  });
});

describe('tomlOffset', () => {
  it.each([
    ['[project]\ndependencies = [\n  "a", # "x"\n  \'b>=1\',\n]\n', ['project', 'dependencies', '1'], 'b>=1'],
    ['x = [[1, 2], ["a", ["b"]]]', ['x', '1', '1', '0'], 'b'],
    ['[a]\nx = [{ v = "1" }, { v = """2""" }]', ['a', 'x', '1', 'v'], '2'],
    ['[[a.b]]\n[[a.b]]\nc = ["d","e"]', ['a', 'b', '1', 'c', '1'], 'e'],
    ['\ufeffp.q = { "r.s" = ["t"] }', ['p', 'q', 'r.s', '0'], 't'],
  ])('finds the text in the quotes in %j', (text, path, expected) => {
    const offset = tomlOffset(text, path) ?? Number.NaN;
    expect(text.slice(offset, offset + expected.length)).toBe(expected);
  });

  it('agrees with the ranges of the syntax tree on every string of generated documents', () => {
    fc.assert(
      fc.property(document, text => {
        if (!parseToml(text).ok) return;
        const find = tomlStrings(text);
        for (const path of stringPaths(
          parseToml(text).ok ? (parseToml(text) as { value: unknown }).value : {},
        )) {
          const range = find(path);
          if (range !== null) expect(tomlOffset(text, path), JSON.stringify([text, path])).toBe(range.from);
        }
      }),
      { numRuns: 300 },
    );
  });
});

function stringPaths(value: unknown, path: readonly string[] = []): string[][] {
  if (typeof value === 'string') return [[...path]];
  if (typeof value !== 'object' || value === null || value instanceof Date) return [];
  return Object.entries(value).flatMap(([key, inner]) => stringPaths(inner, [...path, key]));
}
