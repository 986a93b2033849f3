import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseRequirement } from '../../../src/core/requirements/requirement.js';
import { askPython } from '../support/python.js';
import { processorTime } from '../support/time.js';

describe('parseRequirement', () => {
  const ROWS: readonly (readonly [text: string, name: string, specifier: string, url: string | null])[] = [
    ['requests', 'requests', '', null],
    ['Foo_Bar.baz', 'foo-bar-baz', '', null],
    ['  lib  ', 'lib', '', null],
    ['lib>=1.2,<2', 'lib', '>=1.2,<2', null],
    ['lib >= 1.2 , < 2', 'lib', '>= 1.2 , < 2', null],
    ['lib[a,b]>=1', 'lib', '>=1', null],
    ['lib [ a , b ] >= 1', 'lib', '>= 1', null],
    ['lib[]', 'lib', '', null],
    ['lib>=1,', 'lib', '>=1,', null],
    ['requests (>=2.23.0,<3.0.0)', 'requests', '>=2.23.0,<3.0.0', null],
    ['lib[x] (>=2) ; python_version >= "3.9"', 'lib', '>=2', null],
    ['lib(==1.0)', 'lib', '==1.0', null],
    ['lib ()', 'lib', '', null],
    ['lib; python_version < "3.9"', 'lib', '', null],
    ['lib>=1; extra == "a;b"', 'lib', '>=1', null],
    ['lib===1.2.3-weird', 'lib', '===1.2.3-weird', null],
    ['lib~=1.2', 'lib', '~=1.2', null],
    ['lib!=1.5,>=1', 'lib', '!=1.5,>=1', null],
    ['lib==1.*', 'lib', '==1.*', null],
    ['lib=={{ version }}', 'lib', '=={{ version }}', null],
    ['lib{{ spec }}', 'lib', '{{ spec }}', null],
    ['lib @ https://example.org/lib.whl', 'lib', '', 'https://example.org/lib.whl'],
    ['lib@https://example.org/lib.whl', 'lib', '', 'https://example.org/lib.whl'],
    ['lib[x] @ https://e.org/l.whl ; python_version < "3.9"', 'lib', '', 'https://e.org/l.whl'],
    ['lib @ https://e.org/l.whl;not-a-marker', 'lib', '', 'https://e.org/l.whl;not-a-marker'],
    ['lib @ {root:uri}/../lib', 'lib', '', '{root:uri}/../lib'],
    ['lib @ {root:parent:uri}/lib', 'lib', '', '{root:parent:uri}/lib'],
    [`lib @ file:///\${PROJECT_ROOT}/packages/lib`, 'lib', '', `file:///\${PROJECT_ROOT}/packages/lib`],
    [
      'lib @ git+https://e.org/x.git@main#subdirectory=a',
      'lib',
      '',
      'git+https://e.org/x.git@main#subdirectory=a',
    ],
    ['a', 'a', '', null],
    ['a1', 'a1', '', null],
  ];
  it.each(ROWS)('reads %j as %s, %j and %j', (text, name, specifier, url) => {
    expect(parseRequirement(text)).toEqual({ name, specifier, url });
  });

  it.each([
    ...[
      '',
      ' ',
      '-e ../lib',
      './lib',
      '../lib',
      '/abs/lib',
      '-r requirements.txt',
      '--hash=sha256:00',
      '>=1.0',
    ],
    ...[
      'lib 1.0',
      'lib and more',
      'lib->=1',
      '_lib',
      '.lib',
      '@ url',
      '[x]',
      '{name}',
      'https://e.org/lib.whl',
    ],
  ])('takes %j for no requirement', text => {
    expect(parseRequirement(text)).toBe(null);
  });

  it('agrees with packaging on name, specifier and reference of generated requirements', context => {
    const blank = fc.constantFrom('', '', '', ' ', '  ', '\t');
    const name = fc
      .string({ unit: fc.constantFrom(...'abZ09-_.'), minLength: 1, maxLength: 6 })
      .filter(text => /^[a-zA-Z0-9]([\w.-]*[a-zA-Z0-9])?$/.test(text));
    const extras = fc.constantFrom('', '', '[x]', '[x,y-z]', '[ x , y ]', '[]', '[X.y]');
    const clause = fc
      .tuple(
        fc.constantFrom('>=', '<=', '<', '>', '!=', '~=', '==', '==='),
        blank,
        fc.nat(9),
        fc.nat(9),
        blank,
      )
      .map(([operator, gap, major, minor, end]) => `${operator}${gap}${major}.${minor}${end}`);
    const specifier = fc
      .tuple(fc.array(clause, { maxLength: 3 }), fc.boolean(), fc.constantFrom('', ','))
      .map(([clauses, parenthesised, comma]) => {
        const text = clauses.join(',') + (clauses.length > 0 ? comma : '');
        return parenthesised && clauses.length > 0 ? `(${text})` : text;
      });
    const marker = fc.constantFrom('', '', ';python_version<"3.9"', " ; extra == 'a' and os_name != 'nt'");
    const url = fc.constantFrom('https://e.org/a.whl', 'file:///x/y', 'git+ssh://g@e.org/x.git@v1#egg=x');
    const versioned = fc
      .tuple(blank, name, blank, extras, blank, specifier, marker)
      .map(parts => parts.join(''));
    const direct = fc
      .tuple(
        name,
        blank,
        extras,
        blank,
        fc.constantFrom('@', '@ '),
        url,
        fc.constantFrom('', ' ; os_name=="nt"'),
      )
      .map(parts => parts.join(''));
    const texts = fc.sample(fc.oneof({ weight: 3, arbitrary: versioned }, direct), {
      numRuns: 4000,
      seed: 508,
    });
    const ours = texts.map(text => parseRequirement(text));
    const wrong = askPython<unknown[]>(
      context,
      ['packaging.requirements', 'packaging.specifiers', 'packaging.utils'],
      `
from packaging.requirements import Requirement, InvalidRequirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name
wrong = []
valid = 0
for text, ours in data:
    try:
        theirs = Requirement(text)
    except InvalidRequirement:
        continue
    valid += 1
    if ours is None or ours['name'] != canonicalize_name(theirs.name) or ours['url'] != theirs.url \\
            or SpecifierSet(ours['specifier']) != theirs.specifier:
        wrong.append([text, ours, str(theirs)])
if valid < len(data) / 2:
    wrong.append('only %d of %d are valid' % (valid, len(data)))
answer(wrong)
`,
      texts.map((text, index) => [text, ours[index]]),
    );
    expect(wrong).toEqual([]);
  });

  it('never reads a version out of a marker', () => {
    for (const text of ['lib; python_version >= "3.9"', 'lib>=1 ; x == "==9.9"', 'lib @ u ; x >= "9"'])
      expect(parseRequirement(text)?.specifier ?? '').not.toMatch(/[39]\./);
  });

  it.each([
    ['a long run of blanks in a reference', `lib @ x${' '.repeat(100_000)}y`],
    ['a long run of blanks in a specifier', `lib >=1${' '.repeat(100_000)}y`],
    ['a long run of dashes', `a${'-'.repeat(100_000)}`],
    ['many open brackets', `lib${'['.repeat(100_000)}`],
    ['many parentheses', `lib ${'('.repeat(100_000)}`],
    ['many semicolons', `lib${' ;'.repeat(50_000)}`],
  ])('is done quickly with %s', (_title, text) => {
    expect(processorTime(() => parseRequirement(text))).toBeLessThan(500);
  });
});
