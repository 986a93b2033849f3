import { describe, expect, it } from 'vitest';
import { readConfig } from '../../../src/core/config/read.js';
import type { RelctlError } from '../../../src/core/errors.js';

function failure(text: string, section: readonly string[] = []): RelctlError {
  try {
    readConfig('relctl.toml', text, section);
  } catch (error) {
    return error as RelctlError;
  }
  throw new Error('the configuration was taken');
}

/** Every table of the configuration, in one file. */
const FULL = `#:schema https://example.org/config.json
base = "main"
tag = "{package}-v{version}"
packages = ["packages/*", "client/**"]
exclude = ["**/examples/**"]
global = ["constraints.txt"]
ignore = ["**/*.md", "docs/**"]

[package.contents]
path = "./client/asset-contents/"
inputs = ["schemas/contents/**"]
version-files = ["Dockerfile:ARG VERSION={version}"]
tag = "contents-v{version}"
coverage = 85

[group.platform]
packages = ["common", "utils"]
tag = "v{version}"

[bump]
dependents = "auto"
message = "release: {releases}"
sign = true

[push]
remote = "upstream"
tags-per-push = 3

[verify]
ignore = [{ rule = "sibling-unbounded", package = "utils", reason = "x" }, { rule = "cycle", reason = "y" }]

[task.test]
command = "pytest -q --cov-fail-under={coverage}"
`;

describe('readConfig', () => {
  it('knows the forms of tags, and which of them cannot be signed', () => {
    const bump = (text: string) => readConfig('relctl.toml', `[bump]\n${text}\n`).bump;
    expect(bump('tags = "lightweight"')).toMatchObject({ sign: null, tags: 'lightweight' });
    expect(bump('tags = "lightweight"\nsign = false')).toMatchObject({ sign: false, tags: 'lightweight' });
    expect(bump('tags = "annotated"\nsign = true')).toMatchObject({ sign: true, tags: 'annotated' });
    expect(() => bump('sign = true\ntags = "lightweight"')).toThrow(
      'relctl.toml:3: bump.tags: lightweight tags cannot be signed, as bump.sign = true asks for',
    );
    expect(() => bump('tags = "signed"')).toThrow('relctl.toml:2: bump.tags: must be ');
  });

  it('reads every key', () => {
    const config = readConfig('relctl.toml', FULL);
    expect(config).toMatchObject({
      ...{
        file: 'relctl.toml',
        base: 'main',
        tag: '{package}-v{version}',
        packages: ['packages/*', 'client/**'],
      },
      ...{ exclude: ['**/examples/**'], global: ['constraints.txt'], ignore: ['**/*.md', 'docs/**'] },
      bump: { message: 'release: {releases}', sign: true },
      push: { remote: { name: 'upstream', timeout: 300 }, tagsPerPush: 3 },
      verify: {
        ignore: [
          { rule: 'sibling-unbounded', package: 'utils' },
          { rule: 'cycle', package: null },
        ],
      },
    });
    expect(config.package.get('contents')).toMatchObject({
      ...{ path: 'client/asset-contents', inputs: ['schemas/contents/**'], tag: 'contents-v{version}' },
    });
    expect(config.group.get('platform')).toEqual({ packages: ['common', 'utils'], tag: 'v{version}' });
  });

  it('fills in every default', () => {
    const config = readConfig('relctl.toml', '');
    expect(config).toMatchObject({
      ...{
        file: 'relctl.toml',
        base: null,
        tag: '{package}-v{version}',
        packages: null,
        exclude: [],
        global: [],
        ignore: [],
      },
      ...{
        push: { remote: { name: 'origin', timeout: 300 }, tagsPerPush: 1 },
        bump: { sign: null, tags: 'annotated' },
        verify: { ignore: [] },
      },
    });
    expect([config.package.size, config.group.size]).toEqual([0, 0]);
  });

  it('reads the same from [tool.relctl]', () => {
    const text = '[project]\nname = "x"\n[tool.relctl]\nbase = "dev"\n[tool.relctl.package.a]\npath = "p"\n';
    const config = readConfig('pyproject.toml', text, ['tool', 'relctl']);
    expect([config.file, config.base, config.package.get('a')?.path]).toEqual(['pyproject.toml', 'dev', 'p']);
  });

  const FAULTS: readonly (readonly [title: string, text: string, fault: RegExp])[] = [
    [
      'an unknown key, with the nearest',
      'base = "x"\nignores = ["x"]',
      /^relctl\.toml:2: unknown key ignores; did you mean ignore\?$/,
    ],
    ['an unknown key far from all others', 'zzzzzzzz = 1', /^relctl\.toml:1: unknown key zzzzzzzz$/],
    [
      'an unknown key of a table',
      '[bump]\n\nmesage = "x"',
      /^relctl\.toml:3: unknown key bump\.mesage; did you mean message\?$/,
    ],
    [
      'an unknown key of a group',
      '[group.g]\npackages = ["a"]\ntags = "v{version}"',
      /^relctl\.toml:3: unknown key group\.g\.tags; did you mean tag\?$/,
    ],
    [
      'an unknown table',
      'base = "x"\n\n[pakage.x]\npath = "x"',
      /^relctl\.toml:3: unknown key pakage; did you mean package or packages\?$/,
    ],
    [
      'an unknown key in an array of tables',
      '[[verify.ignore]]\nrule = "x"\nreason = "y"\nrul = 1',
      /^relctl\.toml:4: unknown key verify\.ignore\.0\.rul; did you mean rule\?$/,
    ],
    ['a wrong type', '\nexclude = "x"', /^relctl\.toml:2: exclude: must be Array, not "x"$/],
    ['a wrong type of an element', 'exclude = [1]', /^relctl\.toml:1: exclude\.0: must be string, not 1$/],
    ['a wrong type of a table', 'push = 1', /^relctl\.toml:1: push: must be Object, not 1$/],
    [
      'a value that is none of the known ones',
      '[bump]\ndependents = "some"',
      /^relctl\.toml:2: bump\.dependents: must be .*auto.*, not "some"$/,
    ],
    [
      'a number out of bounds',
      '[push]\ntags-per-push = 4',
      /^relctl\.toml:2: push\.tags-per-push: must be <=3, not 4$/,
    ],
    ['a fraction', '[push]\ntags-per-push = 1.5', /^relctl\.toml:2: push\.tags-per-push: /],
    [
      'a pattern that is none',
      'global = ["../x"]',
      /^relctl\.toml:1: global\.0: not a pattern: it leads out of the root$/,
    ],
    [
      'a template that is none',
      'tag = "v"',
      /^relctl\.toml:1: tag: not a tag template: it must hold \{version\} exactly once$/,
    ],
    ['an empty list of a group', '[group.g]\npackages = []', /^relctl\.toml:2: group\.g\.packages: /],
    ['a missing reason', '[[verify.ignore]]\nrule = "x"', /^relctl\.toml.*: verify\.ignore\.0\.reason: /],
    [
      'a version file without its place',
      '[package.a]\nversion-files = ["Dockerfile"]',
      /^relctl\.toml:2: package\.a\.version-files\.0: must be PATH:TEXT/,
    ],
    [
      'a variable that is no scalar',
      '[package.a]\nx = [1]',
      /^relctl\.toml:2: package\.a\.x: must be a string, a number or a boolean$/,
    ],
  ];
  it.each(FAULTS)('refuses %s', (_title, text, fault) => {
    const error = failure(text);
    expect(error).toMatchObject({ code: 'CONFIG_INVALID', exit: 2 });
    expect(error.message).toMatch(fault);
    expect(error.hint).not.toBe('');
  });

  it('names lines in a pyproject.toml from its own beginning', () => {
    const text = '[project]\nname = "x"\n\n[tool.relctl]\nexclude = "x"\n';
    expect(failure(text, ['tool', 'relctl']).message).toMatch(/^relctl\.toml:5: exclude: /);
  });

  it('reports faults of different tables and kinds at once', () => {
    const text =
      'exclude = 1\nbase = ""\nglobal = ["/x"]\n[push]\ntags-per-push = 9\n[bump]\nsigned = true\n';
    const { message, details } = failure(text);
    const lines = message.split('\n');
    expect(details).toEqual({ faults: lines });
    for (const start of [
      'relctl.toml:1: exclude',
      'relctl.toml:2: base',
      'relctl.toml:3: global.0',
      'relctl.toml:5: push',
      'relctl.toml:7: unknown key bump.signed',
    ])
      expect(lines.filter(line => line.startsWith(start))).toHaveLength(1);
    expect(lines).toHaveLength(5);
  });

  it('reports all unknown keys of one table at once', () => {
    const { message } = failure('exlude = ["x"]\nignor = ["x"]\n');
    expect(message.split('\n')).toHaveLength(2);
  });

  it('reports an empty pattern once', () => {
    expect(failure('global = [""]').message.split('\n')).toHaveLength(1);
  });

  it('names line and column of broken TOML, and says that nothing was read', () => {
    const error = failure('base = "x"\ntag = \n');
    expect(error.message).toMatch(/^relctl\.toml:2:\d+: /);
    expect(error.hint).toContain('Mend the TOML');
  });

  it('takes names of JavaScript objects for plain ids', () => {
    const config = readConfig(
      'relctl.toml',
      '[package.valueOf]\npath = "a"\n[group.toString]\npackages = ["a"]\n',
    );
    expect([...config.package.keys(), ...config.group.keys()]).toEqual(['valueOf', 'toString']);
  });

  it('refuses names of JavaScript objects as keys', () => {
    expect(failure('constructor = 1').message).toContain('unknown key constructor');
    expect(failure('["__proto__"]\nx = 1').message).toContain('unknown key __proto__');
    for (const name of ['constructor', '__proto__', 'prototype']) {
      const texts = [
        `[package.${name}]\npath = "a"\n`,
        `[group.${name}]\npackages = ["a"]\n`,
        `[task.${name}]\ncommand = "a"\n`,
        `[package.a]\n${name} = "a"\n`,
      ];
      const paths = [`package.${name}`, `group.${name}`, `task.${name}`, `package.a.${name}`];
      for (const [index, text] of texts.entries()) {
        const error = failure(text);
        expect(error).toMatchObject({ code: 'CONFIG_INVALID', exit: 2 });
        expect(error.message).toBe(`relctl.toml:${index === 3 ? 2 : 1}: unknown key ${paths[index]}`);
      }
    }
  });
});
