import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  DEFAULT_TEMPLATE,
  formatTag,
  parseTag,
  refFault,
  type TagSubject,
  templateFault,
} from '../../../src/core/tags/template.js';
import { formatVersion, type Version } from '../../../src/core/versions/version.js';

const version: fc.Arbitrary<Version> = fc.record({
  epoch: fc.constantFrom(0, 0, 1),
  release: fc.array(fc.nat({ max: 30 }), { minLength: 1, maxLength: 4 }),
  pre: fc.option(fc.record({ kind: fc.constantFrom('a', 'b', 'rc'), number: fc.nat({ max: 9 }) })),
  post: fc.option(fc.nat({ max: 9 })),
  dev: fc.option(fc.nat({ max: 9 })),
  local: fc.option(fc.constantFrom('abc.1', '1')),
});
const TEMPLATES = [
  ...[
    DEFAULT_TEMPLATE,
    '{package}/{version}',
    '{package}@v{version}',
    '{name}=={version}',
    '{path}/v{version}',
  ],
  ...[
    'v{version}',
    '{version}',
    'release/{package}-{version}-final',
    '{package}_{name}_{version}',
    '$&{version}',
  ],
];

function subjectOf(id: string): TagSubject {
  return { id, name: id.replaceAll('/', '.'), path: `packages/${id}` };
}

describe('formatTag and parseTag', () => {
  const word = fc.string({ unit: fc.constantFrom(...'ab1-./_$&v'), minLength: 1, maxLength: 8 });

  it('are inverse for every template, package and version', () => {
    const subject = fc.record({ id: word, name: word, path: word });
    fc.assert(
      fc.property(fc.constantFrom(...TEMPLATES), subject, version, (template, each, value) => {
        const tag = formatTag(template, each, formatVersion(value));
        expect(parseTag(template, each, tag)).toEqual(value);
      }),
    );
  });

  it('are inverse where a name holds a placeholder', () => {
    for (const text of ['{version}', '{name}', 'a{path}b', '{package}']) {
      const subject = { id: text, name: text, path: text };
      for (const template of ['{package}-v{version}', '{name}-v{version}', '{path}-v{version}'])
        expect(parseTag(template, subject, formatTag(template, subject, '1.2.3'))).not.toBe(null);
    }
  });

  const IDS = [
    ...[
      'foo',
      'foo-v1',
      'foo-v1-1',
      'foo-v1-v2',
      'foo-v',
      'foo-v1.0',
      'a',
      'a/b',
      'b',
      'v1',
      'v',
      '1',
      'foo-1',
    ],
    ...['core', 'core-http', 'core-v2', 'foo-v1-v', 'v1-v1', 'foo-v1-rc1', 'x-foo'],
  ];
  it.each([
    '{package}-v{version}',
    '{package}/v{version}',
    '{package}@{version}',
    '{package}=={version}',
  ])('let no two packages claim one tag of %s', template => {
    fc.assert(
      fc.property(fc.constantFrom(...IDS), version, (id, value) => {
        const tag = formatTag(template, subjectOf(id), formatVersion(value));
        const claims = IDS.filter(other => parseTag(template, subjectOf(other), tag) !== null);
        expect(claims).toEqual([id]);
      }),
      { numRuns: 500 },
    );
  });

  const ROWS: readonly (readonly [template: string, id: string, tag: string, version: string | null])[] = [
    ['{package}-v{version}', 'core', 'core-v1.0.0', '1.0.0'],
    ['{package}-v{version}', 'core', 'core-v1!2.0rc1+abc.1', '1!2.0rc1+abc.1'],
    ['{package}-v{version}', 'core', 'core-v2-v1.0.0', null],
    ['{package}-v{version}', 'core-v2', 'core-v2-v1.0.0', '1.0.0'],
    ['{package}-v{version}', 'foo', 'foo-v1-1', null],
    ['{package}-v{version}', 'foo', 'foo-v1.0.0-rc.1', null],
    ['{package}-v{version}', 'foo', 'foo-v01.0', null],
    ['{package}-v{version}', 'foo', 'foo-vv1.0', null],
    ['{package}-v{version}', 'foo', 'foo-v 1.0', null],
    ['{package}-v{version}', 'foo', 'foo-v', null],
    ['{package}-v{version}', 'foo', 'xfoo-v1.0', null],
    ['{package}-v{version}', 'foo', 'foo-v{new_major}.{new_minor}', null],
    ['{package}-v{version}', 'foo', 'FOO-v1.0', null],
    ['validator/{version}', 'x', 'schema-validator/1.0', null],
    ['{version}', 'x', '1.0', '1.0'],
    ['{version}', 'x', 'v1.0', null],
    ['v{version}-final', 'x', 'v1.0-final', '1.0'],
    ['v{version}-final', 'x', 'v-final', null],
    ['v{version}v', 'x', 'v', null],
    ['{path}/v{version}', 'a', 'packages/a/v1.0', '1.0'],
  ];
  it.each(ROWS)('read with %s for %s the tag %s as version %j', (template, id, tag, expected) => {
    const found = parseTag(template, subjectOf(id), tag);
    expect(found === null ? null : formatVersion(found)).toBe(expected);
  });
});

describe('templateFault', () => {
  it.each([...TEMPLATES, 'a+{version}', 'ü-{version}'])('takes %s', template => {
    expect(templateFault(template)).toBe(null);
  });

  it.each([
    ['', /exactly once/],
    ['{package}', /exactly once/],
    ['{version}{version}', /exactly once/],
    ['{package}{version}', /mark must stand/],
    ['{version}{package}', /mark must stand/],
    ['v{name}{version}', /mark must stand/],
    ['{path}{version}-x', /mark must stand/],
    ['{package}-{version}{name}', /mark must stand/],
    ['{id}-{version}', /may hold/],
    ['{package-{version}', /may hold/],
    ['{{version}}', /may hold/],
    ['{version} ', /git allows/],
    ['-{version}', /git allows/],
    ['{version}.lock', /git allows/],
    ['{version}.', /git allows/],
    ['/{version}', /git allows/],
    ['a//{version}', /git allows/],
    ['a..{version}', /git allows/],
    ['.a/{version}', /git allows/],
    ['a:{version}', /git allows/],
  ])('refuses %j', (template, fault) => {
    expect(templateFault(template)).toMatch(fault);
  });
});

describe('refFault', () => {
  const isGitHere = spawnSync('git', ['--version']).status === 0;

  it('agrees with git check-ref-format on generated names', { timeout: 120_000 }, context => {
    if (!isGitHere) context.skip('NOT CHECKED: needs git');
    const units = [...'ab-./@{}~^:?*[\\ \t!+é_', '..', '.lock', '@{', '//', '\u007f', '\u0001', '1.0', '😀'];
    const name = fc.string({ unit: fc.constantFrom(...units), minLength: 0, maxLength: 6 });
    const names = [
      ...fc.sample(name, { numRuns: 500, seed: 1 }),
      ...[
        '',
        'a',
        'a.lock',
        'a.lock/b',
        'a.lockb',
        '.a',
        'a/.b',
        'a.',
        'a./b',
        '/a',
        'a/',
        'a{b',
        '{@',
        '@a',
        'a@',
      ],
      ...['core-v1!2.0rc1+abc.1', 'HEAD', 'refs/tags/a', '\u00a0', 'a\nb'],
    ]
      // Stricter than check-ref-format, as `git tag` is: no name may look like an option or mean HEAD.
      .filter(text => !text.startsWith('-') && text !== '@');
    const wrong = names.filter(text => {
      const git = spawnSync('git', ['check-ref-format', `refs/tags/${text}`]).status === 0;
      return git !== (refFault(text) === null);
    });
    expect(wrong).toEqual([]);
  });

  it('refuses what git takes for an option or for HEAD', () => {
    for (const name of ['-', '-a', '--force', '@']) expect(refFault(name)).not.toBe(null);
  });
});
