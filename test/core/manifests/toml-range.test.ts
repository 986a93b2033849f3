import fc from 'fast-check';
import { parse } from 'smol-toml';
import { describe, expect, it } from 'vitest';
import { tomlString, tomlStrings } from '../../../src/core/manifests/toml-range.js';

const VERSION = ['project', 'version'];

/** Ways to write `project.version = 1.2.3` beside things that look like it. */
const FORMS = [
  '[project]\nversion = "1.2.3"\n',
  '[project]\nname = "x"   # version = "9"\nversion   =   "1.2.3"   # c\n',
  'project.version = "1.2.3"\n',
  'project = { name = "x", version = "1.2.3" }\n',
  "['project']\n\"version\" = '1.2.3'\n",
  '[ project ]\n\tversion="""1.2.3"""\n',
  "[project]\nversion = '''1.2.3'''\n",
  '[[other]]\nversion = "9"\n[project.urls]\nversion = "8"\n[project]\nversion = "1.2.3"\n',
  '[tool.x]\nversion = "7"\nnote = """\n[project]\nversion = "6"\n"""\n[project]\nversion = "1.2.3"',
  'emoji = "😀é"\n[project]\ndependencies = ["a==1.2.3"]\nversion = "1.2.3"\n',
];

describe('tomlString', () => {
  it('finds the one range whose replacement changes that value and nothing else', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...FORMS),
        fc.constantFrom('\n', '\r\n'),
        fc.boolean(),
        fc.constantFrom('2', '1.2.4rc1', '1!2.0+abc'),
        (form, newline, bom, next) => {
          const text = (bom ? '\uFEFF' : '') + form.replaceAll('\n', newline);
          const range = tomlString(text, VERSION);
          if (range === null) throw new Error(`nothing is found in ${text}`);
          expect(text.slice(range.from, range.to)).toBe('1.2.3');
          expect(range.value).toBe('1.2.3');
          const edited = text.slice(0, range.from) + next + text.slice(range.to);
          const before = parse(text.replace(/^\uFEFF/, '')) as { project: { version: string } };
          before.project.version = next;
          expect(parse(edited.replace(/^\uFEFF/, ''))).toEqual(before);
          expect(edited.startsWith('\uFEFF')).toBe(bom);
        },
      ),
    );
  });

  it.each([
    ['no such key', '[project]\nname = "x"\n'],
    ['another type', '[project]\nversion = 1\n'],
    ['a table', '[project.version]\nx = "1"\n'],
    ['an array', '[project]\nversion = ["1"]\n'],
    ['an escape', '[project]\nversion = "1.\\u0032"\n'],
    ['a joined line', '[project]\nversion = """1.\\\n  2"""\n'],
    ['a newline after the quotes', '[project]\nversion = """\n1.2"""\n'],
    ['an array of tables', '[[project]]\nversion = "1"\n'],
    ['nothing', ''],
  ])('gives null for %s', (_title, text) => {
    expect(tomlString(text, VERSION)).toBe(null);
  });
});

describe('tomlStrings', () => {
  const TEXT = `
list = [ "a", 1, ['b'], { c = "d" }, """e
f""" ]
[[table]]
key = "g"
[table.inner]
key.0 = 'h'
[[table]]
key = "\\u0069"
"0" = "j"
`;

  it.each([
    [['list', 0], 'a', true],
    [['list', 2, 0], 'b', true],
    [['list', 3, 'c'], 'd', true],
    [['list', 4], 'e\nf', true],
    [['table', 0, 'key'], 'g', true],
    [['table', 0, 'inner', 'key', '0'], 'h', true],
    [['table', 1, 'key'], 'i', false],
    [['table', 1, '0'], 'j', true],
  ])('finds %j', (path, value, plain) => {
    for (const mark of ['', '\uFEFF']) {
      const text = mark + TEXT;
      const range = tomlStrings(text)(path);
      expect(range).toMatchObject({ value, plain });
      if (range !== null && plain) expect(text.slice(range.from, range.to)).toBe(value);
    }
  });

  it.each([
    [[]],
    [['list']],
    [['list', 1]],
    [['list', 9]],
    [['table', 'key']],
    [['table', 0]],
    [['table', 2, 'key']],
    [['toString']],
  ])('finds no string at %j', path => {
    expect(tomlStrings(TEXT)(path)).toBe(null);
  });

  it('finds nothing in what is no TOML to its parser', () => {
    expect(tomlStrings('a = "1"\nday = 2023-02-30\n')(['a'])).toBe(null);
  });
});
