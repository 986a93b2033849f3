import { describe, expect, it } from 'vitest';
import { isRequirementFile, requirementFile } from '../../../src/core/manifests/requirement-files.js';

const PLACE = { folder: 'p', file: 'p/requirements.txt' };

describe('isRequirementFile', () => {
  it.each([
    ['requirements.txt', true],
    ['requirements-dev.txt', true],
    ['requirements_test.txt', true],
    ['requirements.in', false],
    ['dev-requirements.md', false],
    ['constraints.txt', false],
  ])('decides for %s: %j', (name, expected) => {
    expect(isRequirementFile(name)).toBe(expected);
  });
});

describe('requirementFile', () => {
  const ROWS: readonly (readonly [text: string, expected: readonly string[]])[] = [
    ['a==1.2.3\nb>=1,<2\n', ['a ==1.2.3 -', 'b >=1,<2 -']],
    ['-e ../lib', ['- - lib']],
    ['--editable ../lib', ['- - lib']],
    ['--editable=../lib', ['- - lib']],
    ['-e ../lib[x]  # why', ['- - lib']],
    ['./libs/x\n../y', ['- - p/libs/x', '- - y']],
    ['.\n', ['- - p']],
    ['..\n', ['- - .']],
    ['.[test]\n', ['- - p']],
    ['..[x]\n./y[z]\n', ['- - .', '- - p/y']],
    ['.  # this one\n', ['- - p']],
    ['file:../x\n', ['- - x']],
    ['...\n.hidden\n', []],
    ['. ; python_version < "3.9"\n', ['- - p']],
    ['x @ file:../x', ['x - x']],
    ['-r other.txt\n-c constraints.txt\n--index-url https://e.org\n-i https://e.org\n', []],
    ['a==1 \\\n    --hash=sha256:00 \\\n    --hash=sha256:11\nb\n', ['a ==1 -', 'b - -']],
    ['a \\\r\n>=1\r\nb\r\n', ['a >=1 -', 'b - -']],
    ['# a\n\n  # b\nc # d\n', ['c - -']],
    ['# a \\\nb\nc \\\n# d \\\ne\n', ['b - -', 'c - -', 'e - -']],
    ['a # b \\\nc\nd \\', ['a - -', 'd - -']],
    ['a; python_version < "3.9"', ['a - -']],
    ['\uFEFFa\n', ['a - -']],
    ['a --config-settings x=y\n', ['a - -']],
    ['https://e.org/a.whl\ngit+https://e.org/x.git#egg=x\n', []],
    ['', []],
  ];
  it.each(ROWS)('reads %j as %j', (text, expected) => {
    const found = requirementFile(text, 'dev', PLACE).map(({ name, specifier, path, kind, file }) => {
      expect([kind, file]).toEqual(['dev', PLACE.file]);
      return [name ?? '-', specifier || '-', path ?? '-'].join(' ');
    });
    expect(found.filter(each => !each.startsWith('x - -'))).toEqual(expected);
  });
});
