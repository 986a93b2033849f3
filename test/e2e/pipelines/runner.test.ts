import { describe, expect, it, test } from 'vitest';
import { Repository } from '../../support/repository.js';
import { evaluate, interpolate, type Value } from '../../support/runner/expressions.js';
import { GitHub } from '../../support/runner/github.js';
import { matrixRows } from '../../support/runner/run.js';
import { readAssignments } from '../../support/runner/steps.js';
import { startsOnPush, triggersOf } from '../../support/runner/triggers.js';

/** The runner judges the pipelines, so that it must not be kinder than what it stands for. */
describe('expressions', () => {
  const contexts = {
    github: { ref: 'refs/tags/Core-v1', event: {} },
    needs: {
      a: { result: 'success', outputs: { list: '[[1],[2]]' } },
      'b-c': { result: 'skipped', outputs: {} },
    },
  };
  it.each<[string, Value]>([
    ["startsWith(github.ref, 'REFS/tags/core-')", true],
    ["github.ref == 'refs/tags/core-v1' && 'yes' || 'no'", 'yes'],
    ['github.event.pull_request.base.sha || github.nothing', null],
    ["needs.b-c.result != 'success' && !failure()", true],
    ["join(needs.*.result, ' ')", 'success skipped'],
    ['fromJSON(needs.a.outputs.list)[1][0]', 2],
    ['fromJSON(needs.a.outputs.list)[2] != null', false],
    ["'it''s'", "it's"],
    ["'' == 0", true],
    ["format('{1}-{0}', 'a', 'b')", 'b-a'],
  ])('%s', (expression, value) => {
    expect(evaluate(expression, contexts)).toEqual(value);
  });

  it('keep their kind alone and become text among text', () => {
    expect(interpolate(`\${{ true }}`, {})).toBe(true);
    expect(interpolate(`\${{ true }} and \${{ null }}`, {})).toBe('true and ');
  });

  it.each(['a b', "'open", 'a[', 'a &'])('are refused where they are none: %s', expression => {
    expect(() => evaluate(expression, {})).toThrow();
  });
});

describe('triggers', () => {
  it.each<[string, unknown, string, boolean]>([
    ['no filter', ['push'], 'refs/tags/v1', true],
    ['paths are not looked at for tags', { push: { paths: ['docs/**'] } }, 'refs/tags/v1', true],
    ['branches only', { push: { branches: ['**'] } }, 'refs/tags/v1', false],
    ['tags only', { push: { tags: 'v*' } }, 'refs/heads/v1', false],
    ['a slash', { push: { tags: ['*'] } }, 'refs/tags/core/v1', false],
    ['one or more digits', { push: { tags: ['[0-9]+.[0-9]+'] } }, 'refs/tags/10.2', true],
    ['a digit and then anything', { push: { tags: ['core-v[0-9]*'] } }, 'refs/tags/core-v1.2rc1', true],
    ['the last pattern decides', { push: { tags: ['v*', '!v2*'] } }, 'refs/tags/v2.0', false],
    ['a dot is a dot', { push: { tags: ['v1.0'] } }, 'refs/tags/v1x0', false],
    ['no files', { push: { branches: ['main'], paths: ['src/**'] } }, 'refs/heads/main', false],
  ])('%s', (_, on, ref, starts) => {
    expect(startsOnPush(triggersOf(on), ref, ['README.md'])).toBe(starts);
  });
});

test('outputs are read as the runner of GitHub reads them', () => {
  expect(readAssignments('a=1=2\nb<<X\nc=3\n\nX\n\na=2\n')).toEqual({ a: '2', b: 'c=3\n' });
  expect(() => readAssignments('a<<X\nb\n')).toThrow('Matching delimiter');
  expect(() => readAssignments('nothing\n')).toThrow('Invalid format');
});

test('a matrix has all combinations but those left out', () => {
  const matrix = {
    os: ['a', 'b'],
    python: [1, 2],
    exclude: [{ os: 'b', python: 1 }],
    include: [{ os: 'c' }],
  };
  expect(matrixRows(matrix)).toEqual([
    { os: 'a', python: 1 },
    { os: 'a', python: 2 },
    { os: 'b', python: 2 },
    { os: 'c' },
  ]);
  expect(() => matrixRows({ include: [] })).toThrow('does not contain any values');
});

describe('GitHub', () => {
  const workflow = (permissions: string) => `on: push
jobs:
  publish:
    runs-on: ubuntu-latest
    permissions: { ${permissions} }
    steps:
      - run: mkdir dist && touch dist/a.whl
      - uses: pypa/gh-action-pypi-publish@release/v1
`;
  function pushed(message: string, tags: readonly string[], permissions = 'id-token: write'): GitHub {
    const repository = Repository.create({ 'README.md': 'x\n' });
    const gitHub = new GitHub(repository);
    repository.commit({ '.github/workflows/a.yml': workflow(permissions) }, message);
    for (const tag of tags) repository.git('tag', tag);
    repository.git('push', '--quiet', 'origin', ...tags);
    gitHub.deliver();
    return gitHub;
  }

  it('starts a run for each of three tags', () => {
    expect(pushed('Change', ['a', 'b', 'c']).published).toHaveLength(3);
  });

  it('starts nothing for a push of four tags', () => {
    expect(pushed('Change', ['a', 'b', 'c', 'd']).started).toEqual([]);
  });

  it('starts nothing for a commit that asks for it', () => {
    expect(pushed('Change [skip ci]', ['a']).started).toEqual([]);
  });

  it('lets nobody publish who may not say who he is', () => {
    const gitHub = pushed('Change', ['a'], 'contents: write');
    expect(gitHub.failures).toEqual(['a.yml: publish: publishing needs id-token: write']);
    expect(gitHub.published).toEqual([]);
  });
});
