import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { customPattern } from '../../../src/core/versions/custom-pattern.js';
import { askPython } from '../support/python.js';

function found(pattern: string, text: string): string | null {
  const find = customPattern(pattern);
  if (find === null) return 'refused';
  const match = find(text);
  if (match !== null) expect(text.slice(match.from, match.to)).toBe(match.value);
  return match?.value ?? null;
}

const TEXT =
  'name = "x"\nRelease := \'4.5.6\'\n__version__ = "1.2.3"\nAPI = 7, 8, 9\nx = "]1.0"\nver = 1234567\n';

/** Each must find what CPython's `re` finds with MULTILINE, as the back-ends do, or be refused. */
const CUSTOM: readonly (readonly [pattern: string, group: string])[] = [
  ['__version__ = "(?P<version>[^"]+)"', 'version'],
  ["^Release := '(?P<version>.+)'$", 'version'],
  ["(?i)^release := '(?P<version>.+)'$", 'version'],
  ["(?im)^RELEASE := '(?P<version>.+?)'", 'version'],
  [String.raw`(?s)name.*?__version__ = "(?P<version>\d+\.\d+\.\d+)"`, 'version'],
  [String.raw`name.*?__version__ = "(?P<version>\d+\.\d+\.\d+)"`, 'version'],
  [String.raw`(?P<quote>['"])(?P<version>\d+\.\d+\.\d+)(?P=quote)`, 'version'],
  [String.raw`(?P<value>\d\.\d\.\d)`, 'value'],
  [String.raw`API = (\d)`, '1'],
  [String.raw`(?<=__version__ = ")(\d+\.\d+\.\d+)`, '1'],
  [String.raw`\AName = "(?P<version>.+?)"`, 'version'],
  [String.raw`\Aname = "(?P<version>.+?)"`, 'version'],
  [String.raw`\ARelease := '(?P<version>.+?)'`, 'version'],
  [String.raw`(?P<version>\d+\.\d+\.\d+)"\Z`, 'version'],
  [String.raw`ver = (?P<version>\d+)\s\Z`, 'version'],
  [String.raw`ver = (?P<version>\d{,3})`, 'version'],
  [String.raw`x = "(?P<version>[]\d.]+)"`, 'version'],
  ['name = "(?P<version>[^]"]+)"', 'version'],
  ['(?x) __version__ [ ] = [ ] "(?P<version> [^"]+ )"', 'version'],
  [String.raw`(?i:VER) = (?P<version>\d)`, 'version'],
  [String.raw`(?#comment)ver = (?P<version>\d)`, 'version'],
  [String.raw`ver = (?P<version>\d++)`, 'version'],
  [String.raw`(a)?ver = (?P<version>(?(1)9|1)\d)`, 'version'],
  [String.raw`ver = (?P<version>\d{,})`, 'version'],
  ['ver = (?P<version>[[:digit:]]+)', 'version'],
  [String.raw`(?P<version>\w+) = 7`, 'version'],
  [String.raw`ver = (?P<version>\d{2}?)`, 'version'],
  [String.raw`ver = (?P<version>\d{x})`, 'version'],
  [String.raw`ver\x20=\040(?P<version>\d)`, 'version'],
];

describe('configured patterns', () => {
  it.for(CUSTOM)('find what Python finds, or are refused: %s', ([pattern, group], context) => {
    const [expected] = askPython<(string | null)[]>(
      context,
      [],
      `
import re
match = re.search(data[0], data[2], re.MULTILINE)
answer([match and match.group(int(data[1]) if data[1].isdigit() else data[1])])
`,
      [pattern, group, TEXT],
    );
    expect([expected, 'refused']).toContain(found(pattern, TEXT));
  });

  it('are not refused where they are plain', () => {
    // The linear matcher has no back-references and no look-around.
    const plain = CUSTOM.slice(0, 10).map(([pattern]) => pattern);
    expect(plain.filter(pattern => customPattern(pattern) === null)).toEqual([
      String.raw`(?P<quote>['"])(?P<version>\d+\.\d+\.\d+)(?P=quote)`,
      String.raw`(?<=__version__ = ")(\d+\.\d+\.\d+)`,
    ]);
  });

  const USUAL: readonly (readonly [pattern: string, text: string, value: string])[] = [
    [String.raw`(?P<version>\d+(?:\.\d+)+)`, 'x = "1.2.3"', '1.2.3'],
    [String.raw`(?P<version>\d+\.\d+\.\d+)`, 'x = "1.2.3"', '1.2.3'],
    [String.raw`^__version__\s*=\s*['"](?P<version>[^'"]+)['"]`, '__version__ = "1.2.3rc1"', '1.2.3rc1'],
    [`__version__ = ['"]([^'"]*)['"]`, "__version__ = '1.2'", '1.2'],
    [
      String.raw`(?i)^(__version__|VERSION)(?: ?\: ?str)? *= *(["'])v?(?P<version>.+?)["']`,
      'version="v1.2"',
      '1.2',
    ],
    [`#define VERSION "(?P<version>.*?)"`, '#define VERSION "1.2"', '1.2'],
    [String.raw`project\(x VERSION (?P<value>[0-9.]+)\)`, 'project(x VERSION 1.2.3)', '1.2.3'],
    [`"version": "(?P<version>[^"]+)"`, '{"version": "1.2"}', '1.2'],
    [String.raw`\bv(?P<version>\d{1,4}\.\d{2,})\b`, 'a v1.23 b', '1.23'],
  ];
  it.for(USUAL)('are taken where they are usual: %s', ([pattern, text, value], context) => {
    expect(found(pattern, text)).toBe(value);
    const group = /\?P<(\w+)>/.exec(pattern)?.[1] ?? 1;
    const script = 'import re\nanswer(re.search(data[0], data[1], re.MULTILINE).group(data[2]))\n';
    expect(askPython<string>(context, [], script, [pattern, text, group])).toBe(value);
  });

  it.each([
    ['a back-reference', String.raw`(['"])(\d)\1`],
    ['a named back-reference', `(?P<q>['"])(?P<version>1)(?P=q)`],
    ['look-ahead', '(?P<version>1)(?=a)'],
    ['negative look-ahead', '(?P<version>1)(?!a)'],
    ['look-behind', '(?<=a)(?P<version>1)'],
    ['negative look-behind', '(?<!a)(?P<version>1)'],
    ['a count without a lower bound', '(?P<version>1{,3})'],
    ['a conditional', '(a)?(?P<version>(?(1)b|c))'],
    ['a possessive count', '(?P<version>1++)'],
    ['an atomic group', '(?P<version>(?>1+))'],
  ])('are refused where they hold %s', (_title, pattern) => {
    expect(customPattern(pattern)).toBe(null);
  });

  it('are refused where no group says what the version is', () => {
    expect([customPattern('name'), customPattern('(?:1)'), customPattern('')]).toEqual([null, null, null]);
  });

  it.for([
    ['^v = "(?P<version>.+)"$', 'a\r\nv = "1"\r\nb\r\n'],
    ['^v = (?P<version>.+)$', 'v = 1\r\n'],
    [String.raw`v = (?P<version>\d)\n`, 'v = 1\r\n'],
    [String.raw`(?P<version>\d)\\Z`, String.raw`1\Z`],
  ])('find what Python finds, newlines read as it does, or are refused: %j in %j', ([
    pattern,
    text,
  ], context) => {
    const script =
      "import re\ntext = data[1].replace('\\r\\n', '\\n')\nanswer(re.search(data[0], text, re.MULTILINE).group('version'))\n";
    const expected = askPython<string>(context, [], script, [pattern, text]);
    expect([expected, 'refused']).toContain(found(pattern as string, text as string));
  });

  it('count offsets in UTF-16 units', () => {
    const text = '# \u{1f600}\u{1f389} é\n__version__ = "1.2.3"\n';
    const from = text.indexOf('1.2.3');
    for (const pattern of [String.raw`(?P<version>\d+(?:\.\d+)+)`, '^.*?"([^"]+)"$'])
      expect(customPattern(pattern)?.(text)).toEqual({ value: '1.2.3', from, to: from + 5 });
    const emoji = '\u{1f600} = "\u{1f389}1"';
    expect(customPattern('"(?P<version>.+)"')?.(emoji)).toEqual({ value: '\u{1f389}1', from: 6, to: 9 });
  });

  it('find the first version on every call', () => {
    const find = customPattern(String.raw`(\d)`);
    expect([find?.('1 2')?.value, find?.('1 2')?.value, find?.('')]).toEqual(['1', '1', null]);
  });

  it.each([
    '(',
    '[',
    '(?P<version>',
    '*',
    '(?P<version>a)(?P<version>b)',
    '\\',
    'a{2,1}',
  ])('are refused where they are no regular expression: %s', pattern => {
    expect(customPattern(pattern)).toBe(null);
  });

  it('find nothing where their group takes no part in the match', () => {
    expect(found('name(?P<version>x)?', TEXT)).toBe(null);
    expect(found('name', TEXT)).toBe('refused');
  });
});

describe('hostile patterns', () => {
  const HOSTILE: readonly (readonly [pattern: string, text: string])[] = [
    ['(a+)+$', `${'a'.repeat(5000)}b`],
    ['(?:a*)*b', 'a'.repeat(5000)],
    ['((a+))+b', 'a'.repeat(5000)],
    ['(?P<version>(?:(?:a)+)+)b', 'a'.repeat(5000)],
    ['(a|a)*b', 'a'.repeat(5000)],
    ['(?P<version>(?:a|aa)+)b', 'a'.repeat(5000)],
    [String.raw`(\w|\d)+=`, '1'.repeat(5000)],
    [String.raw`(?:\s|\t)+x`, '\t'.repeat(5000)],
    ['(?:a?){40}a{40}b', 'a'.repeat(5000)],
    ['(?:a|a?)+b', 'a'.repeat(5000)],
    [`${'a?'.repeat(40)}${'a'.repeat(40)}b`, 'a'.repeat(40)],
    ['(?:a{1,20}){1,20}b', 'a'.repeat(5000)],
    ['.*.*.*.*.*.*.*.*=', 'a'.repeat(5000)],
    [String.raw`\s*\s*\s*\s*\s*x`, ' '.repeat(5000)],
    ['a*a*a*a*b', 'a'.repeat(5000)],
    [String.raw`(a+)\1+b`, 'a'.repeat(1000)],
    ['(?=(a+))a*b', 'a'.repeat(5000)],
    [String.raw`(?P<version>\d+(?:\.\d+)+)x`, '1.'.repeat(50_000)],
    ['(?P<version>(?:x?){1000})y', 'x'.repeat(5000)],
    ['(?P<version>(?:(?:a{1,10}){1,10}){1,10})b', 'a'.repeat(5000)],
    ['(?P<version>a{1000}{1000})b', 'a'.repeat(5000)],
    [`(${'(a?){1,30}'.repeat(90)})b`, 'a'.repeat(5000)],
    [`${'('.repeat(500)}${')'.repeat(500)}`, 'a'.repeat(5000)],
    [`(${'(?:.*)*'.repeat(140)})=`, 'a'.repeat(5000)],
    ['(?P<version>a{1,1000})b', 'a'.repeat(5000)],
    ['(?P<version>a.*b)', 'a'.repeat(100_000)],
  ];
  it.each(HOSTILE)('are refused, or done within a second: %s', (pattern, text) => {
    // In a context of its own, since only there can a match be broken off.
    try {
      // What the pattern ends with stands in the second text, so that no search for that alone ends the match.
      for (const each of [text, `b=x\n${text}\nb=x`]) {
        const input = { customPattern, pattern, text: each };
        runInNewContext('customPattern(pattern)?.(text)', input, { timeout: 1000 });
      }
    } catch (error) {
      expect.fail(`${pattern} is run, and takes too long on ${text.length} characters: ${String(error)}`);
    }
  });

  it('are refused where they are very long', () => {
    const longest = `(?P<version>1)${'x'.repeat(986)}`;
    expect(longest).toHaveLength(1000);
    expect([customPattern(longest) === null, customPattern(`${longest}x`)]).toEqual([false, null]);
  });
});
