import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { defaultPattern } from '../../../src/core/versions/pattern.js';
import { askPython } from '../support/python.js';

function found(kind: string, text: string): string | null {
  const find = defaultPattern(kind);
  if (find === null) throw new Error(`${kind} has no pattern of its own`);
  const match = find(text);
  if (match !== null) expect(text.slice(match.from, match.to)).toBe(match.value);
  return match?.value ?? null;
}

const KINDS = ['hatch', 'scikit-build', 'pdm'];

describe('the default patterns', () => {
  const FORMS: readonly (readonly [form: string, hatch: string | null, pdm: string | null])[] = [
    ['__version__ = "1.2.3"', '1.2.3', '1.2.3'],
    ["__version__ = '1.2.3'", '1.2.3', '1.2.3'],
    ['__version__="1.2.3"', '1.2.3', '1.2.3'],
    ['VERSION = "1.2.3"', '1.2.3', '1.2.3'],
    ['__version__: str = "1.2.3"', null, null],
    ['__version__: Final = "1.2.3"', null, null],
    ['__version__ = version = "1.2.3"', null, null],
    ['__version__ = ("1.2.3")', null, null],
    ['VERSION = (1, 2, 3)', null, null],
    ['__version__ = """1.2.3"""', '"', '""1.2.3""'],
    ['version = __version__ = "1.2.3"', null, null],
    ['try:\n    x\nexcept E:\n    __version__ = "1.2.3"', null, null],
    ['"""\n__version__ = "9.9.9"\n"""\n__version__ = "1.2.3"', '9.9.9', '9.9.9'],
    ['# __version__ = "9.9.9"\n__version__ = "1.2.3"', '1.2.3', '1.2.3'],
    ['X__version__ = "0.2.0"\n__version__ = "1.2.3"', '1.2.3', '1.2.3'],
    ['__version__ = "1.2.0rc1"', '1.2.0rc1', '1.2.0rc1'],
    ['__version__ = "1.2.3.dev0"', '1.2.3.dev0', '1.2.3.dev0'],
    ['__version__ = "1.2"', '1.2', '1.2'],
    ['__version__ = "1.2" ".3"', '1.2', '1.2" ".3'],
    ['__version__ = "v1.2.3"', '1.2.3', 'v1.2.3'],
    ['version = "1.2.3"', '1.2.3', null],
    ['release = "1.2.3"', null, null],
    ['Version = "1.2.3"', '1.2.3', null],
    ['__version__ = "1.2.3"  # the version', '1.2.3', '1.2.3'],
    ['__version__ = "1.2.3"; x = 1', '1.2.3', null],
    ['__version__ = "1.2.3\'', null, '1.2.3'],
    ['a = 1\r\n__version__ = "1.2.3"\r\nb = 2\r\n', '1.2.3', '1.2.3'],
    ['__version__ = ""', null, null],
    ['__version__ =\t"1.2.3"', null, '1.2.3'],
    ['# \u2028__version__ = "9.9.9"\n__version__ = "1.2.3"', '1.2.3', '1.2.3'],
    ['# \u0085__version__ = "9.9.9"\n__version__ = "1.2.3"', '1.2.3', '1.2.3'],
    ['# \f__version__ = "9.9.9"\n__version__ = "1.2.3"', '1.2.3', '1.2.3'],
    ['__version__ = "1.2.3"  # \u2029 c', '1.2.3', '1.2.3'],
    ['__version__ = "1.2.3"\u2028', '1.2.3', '1.2.3'],
    ['__version__ = "1.2.3"\u2028x', '1.2.3', null],
    ['\uFEFF__version__ = "1.2.3"', null, null],
  ];
  it.each(FORMS)('find in %j for hatch %j and for pdm %j', (form, hatch, pdm) => {
    expect({ hatch: found('hatch', form), pdm: found('pdm', form) }).toEqual({ hatch, pdm });
  });

  it('agree with the regular expressions of hatchling and pdm-backend under CPython', context => {
    const answers = askPython<(string | null)[][]>(
      context,
      [],
      `
import re
hatch = r'(?i)^(__version__|VERSION) *= *([\\'"])v?(?P<version>.+?)\\2'
pdm = r'^(?:__version__|VERSION)\\s*=\\s*[\\'"](?P<version>.+?)[\\'"]\\s*(?:#.*)?$'
def find(pattern, text):
    match = re.search(pattern, text.replace('\\r\\n', '\\n'), re.MULTILINE)
    return match and match.group('version')
answer([[find(hatch, text), find(pdm, text)] for text in data])
`,
      FORMS.map(([form]) => form),
    );
    expect(FORMS.map(([form]) => [found('hatch', form), found('pdm', form)])).toEqual(answers);
  });

  it('find an annotated version for scikit-build-core, whose own pattern allows that', () => {
    expect(found('scikit-build', '__version__: str = "1.2.3"')).toBe('1.2.3');
  });

  it.each([
    ['hatch', '__version__: str = "1.2.3"', null],
    ['pdm', '__version__: str = "1.2.3"', null],
    ['scikit-build', '__version__ : str = "1.2.3"', '1.2.3'],
    ['scikit-build', "VERSION:str='v1.2.3'", '1.2.3'],
    ['scikit-build', '__version__: Final = "1.2.3"', null],
    ['scikit-build', '__version__ = "1.2.3"', '1.2.3'],
  ])('decide for %s about the annotation of %j: %j', (kind, text, expected) => {
    expect(found(kind, text)).toBe(expected);
  });

  it('are none for a back-end that has none', () => {
    for (const kind of ['project', 'flit', '']) expect(defaultPattern(kind)).toBe(null);
  });

  it.each(KINDS)('count offsets of %s in UTF-16 units', kind => {
    const text = '# \u{1f600}\u{1f389} é\n__version__ = "1.2.3"\n';
    const from = text.indexOf('1.2.3');
    expect(defaultPattern(kind)?.(text)).toEqual({ value: '1.2.3', from, to: from + 5 });
  });

  it('find the first version on every call', () => {
    const find = defaultPattern('hatch');
    const text = '__version__ = "1"\n__version__ = "2"\n';
    expect([find?.(text)?.value, find?.(text)?.value, find?.('')]).toEqual(['1', '1', null]);
  });

  it('do no harm, whatever the file holds', () => {
    const texts = [
      `__version__ = "${'1'.repeat(100_000)}`,
      `__version__${' '.repeat(100_000)}x`,
      `__version__ = "1"${' '.repeat(100_000)}x`,
      `__version__: str${' '.repeat(100_000)}x`,
      '__version__ = "1" '.repeat(20_000),
      "__version__ = '1 ".repeat(20_000),
      '__version__ = \n'.repeat(20_000),
      `__version__ =${'\n'.repeat(100_000)}x`,
    ];
    for (const kind of KINDS) {
      const find = defaultPattern(kind);
      // In a context of its own, since only there can a match be broken off.
      for (const text of texts)
        expect(() => runInNewContext('find(text)', { find, text }, { timeout: 2000 })).not.toThrow();
    }
  });
});
