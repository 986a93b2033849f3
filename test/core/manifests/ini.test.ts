import fc from 'fast-check';
import { describe, expect, it, type TestContext } from 'vitest';
import { iniEntries, iniList, parseIni } from '../../../src/core/manifests/ini.js';
import { askPython } from '../support/python.js';

type Plain = Record<string, Record<string, string[]>>;

/** Values as lists of their lines without empty ones; option names as `parseIni` spells them. */
const SCRIPT = `
import configparser
def read(text):
    parser = configparser.RawConfigParser()
    try:
        parser.read_string(text)
    except configparser.Error:
        return None
    return {
        section: {
            option.replace('-', '_'): [line.strip() for line in value.split('\\n') if line.strip()]
            for option, value in parser.items(section)
        }
        for section in parser.sections()
    }
answer([read(text) for text in data])
`;

function ours(text: string): Plain {
  return Object.fromEntries(
    [...parseIni(text)].map(([section, options]) => [
      section,
      Object.fromEntries(
        [...options].map(([name, { value }]) => [name, value.split('\n').filter(line => line !== '')]),
      ),
    ]),
  );
}

function disagreements(context: TestContext, texts: readonly string[]): unknown[] {
  const answers = askPython<(Plain | null)[]>(
    context,
    [],
    SCRIPT,
    // What opens a file for reading gives these newlines.
    texts.map(text => text.replace(/\r\n|\r/g, '\n')),
  );
  const wrong = texts.flatMap((text, index) => {
    const python = answers[index] ?? null;
    const mine = ours(text);
    return python === null || sorted(python) === sorted(mine) ? [] : [{ text, python, ours: mine }];
  });
  if (answers.filter(each => each !== null).length < texts.length / 2)
    wrong.push({ text: 'too few valid', python: {}, ours: {} });
  return wrong.slice(0, 3);
}

function sorted(value: Plain): string {
  const entries = Object.entries(value).map(([section, options]) => [
    section,
    Object.entries(options).sort(),
  ]);
  return JSON.stringify(entries.sort());
}

type Option = [number, string, string, string[]];

const value = fc.constantFrom(
  '1.2.3',
  '',
  'a b',
  'attr: x.y',
  'a = b',
  'x;y',
  'x # y',
  'x ; y',
  '%(here)s',
  '[x]',
);
const more = fc.array(
  fc.constantFrom(
    '    a>=1',
    '\tb',
    '    c = d',
    '    ',
    '',
    '    # no',
    '# no',
    '; no',
    '    [x]',
    '  ; no',
    '    e: f',
  ),
  { maxLength: 4 },
);
const option: fc.Arbitrary<Option> = fc.tuple(
  fc.nat(20),
  fc.constantFrom('=', ' = ', ':', ': ', ' :', '= '),
  value,
  more,
);
const section = fc.array(option, { maxLength: 5 });

function write(sections: readonly (readonly Option[])[], indent: string): string {
  const lines = sections.flatMap((options, index) => [
    [`[metadata]`, '[options]', '[options.extras_require]', '[x y]'][index] ?? `[s${index}]`,
    ...options.flatMap(([number, delimiter, text, rest], at) => [
      `${indent}${['Name', 'version', 'install-requires', 'python_version'][number] ?? 'key'}${at}${delimiter}${text}`,
      ...rest.map(line => (line.trim() === '' ? line : indent + line)),
    ]),
  ]);
  return `${lines.join('\n')}\n`;
}

describe('parseIni', () => {
  it('agrees with configparser on generated files', context => {
    const files = fc.tuple(fc.array(section, { maxLength: 4 }), fc.constantFrom('\n', '\r\n', '\r'));
    const texts = fc
      .sample(files, { numRuns: 1500, seed: 7 })
      .map(([sections, newline]) => write(sections, '').replaceAll('\n', newline));
    expect(disagreements(context, texts)).toEqual([]);
  });

  it('agrees with configparser where the options of a section are indented', context => {
    const texts = fc
      .sample(fc.array(section, { minLength: 1, maxLength: 3 }), { numRuns: 200, seed: 8 })
      .map(each => write(each, '  '));
    expect(disagreements(context, texts)).toEqual([]);
  });

  it.for([
    '  [metadata]\nname = x\n',
    '[metadata]\nname = x\n  [options]\n',
    '[metadata]   \nname=x\n',
    '[metadata] # comment\nname=x\n',
    '# first\n\n[metadata]\nname\t=\tx\n\n\nversion = 1\n',
    '[metadata]\nlong =\n\n    a\n\n    b\n\nversion = 1\n',
    '[metadata]\nname = x\n    # inside\n    y\n; between\n    z\n',
    '[metadata]\nurl = https://e.org/a=b:c\n',
    '[metadata]\nName-Of: x\n',
    '[a]\nx = 1\n[b]\nx = 2\n',
    '[a]\nx = 1\n\n    y\n',
  ])('agrees with configparser on %j', (text, context) => {
    expect(disagreements(context, [text])).toEqual([]);
  });

  it('counts lines from 1, whatever ends them', () => {
    const lines = [
      '# comment',
      '[metadata]',
      'name = x',
      '',
      'version = 1.2.3',
      'long =',
      '    a',
      'last = z',
    ];
    for (const newline of ['\n', '\r\n']) {
      const metadata = parseIni(lines.join(newline)).get('metadata');
      expect(metadata?.get('name')).toMatchObject({ value: 'x', line: 3 });
      expect(metadata?.get('version')).toMatchObject({ value: '1.2.3', line: 5 });
      expect(metadata?.get('last')?.line).toBe(8);
    }
  });

  it('reads past a BOM, and past lines that are nothing', () => {
    expect(parseIni('\uFEFF[metadata]\nname = x\n').get('metadata')?.get('name')?.value).toBe('x');
    expect(ours('= x\nnothing\n  deep\n[metadata]\nnothing\nname = x\n')).toEqual({
      metadata: { name: ['x'] },
    });
    expect(ours('')).toEqual({});
  });

  it('keeps python_version and python_requires apart from version', () => {
    const metadata = parseIni('[metadata]\npython_version = 3\npython-requires = >=3.9\n').get('metadata');
    expect(metadata?.has('version')).toBe(false);
  });
});

describe('iniList', () => {
  it('gives one entry a line, without comments and blanks', () => {
    const ini = parseIni(
      '[options]\ninstall_requires =\n    a>=1  # why\n\n    b#egg\n  # all\n    c ; x\nlast=1\n',
    );
    expect(iniList(ini, 'options', 'install_requires')).toEqual(['a>=1', 'b#egg', 'c ; x']);
    expect(iniList(ini, 'options', 'missing')).toEqual([]);
    expect(iniList(ini, 'missing', 'x')).toEqual([]);
  });
});

describe('iniEntries', () => {
  it.each([
    ['[a]\nb = x ; y;z # w\n', ['x', 'y', 'z']],
    ['[a]\nb:\n  x; y # z\n', ['x', 'y']],
    ['[a]\r\nb = x;y\r\n\t z\r\n\r\n   # no\r\n   é😀;\r\n', ['x;y', 'z', 'é😀;']],
    ['\uFEFF[a]\nB=x', ['x']],
    ['[a]\nb =\n', []],
    ['[c]\nb = x\n', []],
  ])('gives the entries of %j with their places', (text, expected) => {
    const entries = iniEntries(parseIni(text), 'a', 'b');
    expect(entries.map(each => each.text)).toEqual(expected);
    expect(entries.map(({ text: entry, from }) => text.slice(from, from + entry.length))).toEqual(expected);
  });
});
