import { describe, expect, it } from 'vitest';
import { fromText } from '../../../src/core/manifests/requirement-text.js';
import type { Requirement } from '../../../src/core/requirements/requirement.js';

const PLACE = { folder: 'packages/app', file: 'packages/app/pyproject.toml' };

/** As `name kind specifier path`, with `-` for what is not there. */
function brief({ name, kind, specifier, path }: Requirement): string {
  return [name ?? '-', kind, specifier === '' ? '-' : specifier, path ?? '-'].join(' ');
}

describe('fromText', () => {
  const ROWS: readonly (readonly [text: string, expected: readonly string[]])[] = [
    ['a>=1', ['a build >=1 -']],
    ['-e ../lib', ['- build - packages/lib']],
    ['-e ../lib[extra]', ['- build - packages/lib']],
    ['--editable=../lib', ['- build - packages/lib']],
    ['-e .', ['- build - packages/app']],
    ['-e file:../lib#egg=Lib', ['lib build - packages/lib']],
    ['-e git+https://e.org/x.git#egg=x', ['x build - -']],
    ['-e git+https://e.org/x.git', []],
    ['a @ file:../a', ['a build - packages/a']],
    ['a @ file://../a', ['a build - packages/a']],
    ['a @ file:///src/a', ['a build - -']],
    ['a @ https://e.org/a.whl', ['a build - -']],
    ['a @ ../../../../outside', ['a build - -']],
    ['-e ../../../../outside', []],
    ['-e C:\\lib', []],
    ['./lib', ['- build - packages/app/lib']],
    ['../lib', ['- build - packages/lib']],
    ['../lib[extra]', ['- build - packages/lib']],
    ['file:../lib', ['- build - packages/lib']],
    ['file://../lib', ['- build - packages/lib']],
    ['file:../lib#egg=Lib', ['lib build - packages/lib']],
    ['lib', ['lib build - -']],
    ['.', []],
    ['..', []],
    ['.[test]', []],
    ['...', []],
    ['.hidden/lib', []],
    ['lib/src', []],
    ['/src/lib', []],
    ['~/lib', []],
    ['file:///src/lib', []],
    ['../../../../outside', []],
    ['https://e.org/a.whl', []],
    ['a>={}', ['a build - -']],
    ['a=={}.{}', ['a build - -']],
    ['{}', []],
    ['a @ {root}/../a', ['a build - packages/a']],
    ['a @ {root:uri}', ['a build - packages/app']],
    ['{{ cookiecutter.name }}', []],
    ['-r other.txt', []],
    ['', []],
    ['# comment', []],
  ];
  it.each(ROWS)('reads %j as %j', (text, expected) => {
    const found = fromText(text, 'build', PLACE, ['way', 1]);
    expect(found === null ? [] : [brief(found)]).toEqual(expected);
    if (found !== null) expect([found.file, found.at]).toEqual([PLACE.file, ['way', 1]]);
  });
});
