import { describe, expect, test } from 'vitest';
import {
  answer,
  changesIn,
  expectChangesOfEachCommit,
  expectDryRun,
  expectGraph,
  expectLevelsAsText,
  expectPackages,
  expectProblems,
  expectRelease,
  expectSound,
  expectTagged,
} from './expectations.js';
import { bumpOf, loadFixture } from './fixture.js';
import { recordPushes } from './remote.js';

const NAME = 'platform';
const GROUP = ['minor', '--group', 'platform'] as const;
const MEMBER = ['patch', '--package', 'utils'] as const;

describe('four packages that build on each other and share one version', () => {
  test('list finds the four packages, their group and the one tag of it', () => {
    expectPackages(loadFixture(NAME));
  });

  test('graph reads path and caret requirements and gives the build order', () => {
    const fixture = loadFixture(NAME);
    expectGraph(fixture);
    expectLevelsAsText(fixture);
  });

  test('changed follows the requirements to everything that builds on a change', () => {
    expectChangesOfEachCommit(loadFixture(NAME));
  });

  test('changed names for each dependent why it is affected', () => {
    const { repository, commits } = loadFixture(NAME);
    const [base = '', head = ''] = commits;
    const { packages } = answer(repository, 'changed', '--base', base, '--head', head);
    const kinds = packages.map((row: { id: string; reasons: { kind: string }[] }) => [
      row.id,
      row.reasons[0]?.kind,
    ]);
    expect(Object.fromEntries(kinds)).toEqual({
      structures: 'file',
      utils: 'dependency',
      xization: 'dependency',
    });
  });

  test('changed counts edits of the work tree and their dependents', () => {
    const { repository } = loadFixture(NAME);
    repository.write({ 'packages/utils/README.md': '# strata-utils\n', 'tests/integration/test_new.py': '' });
    expect(changesIn(answer(repository, 'changed', '--base', 'HEAD'))).toEqual({
      changed: ['utils'],
      affected: ['utils', 'xization'],
      levels: [['utils'], ['xization']],
      unowned: ['tests/integration/test_new.py'],
      removed: [],
    });
  });

  test('verify-versions passes, also for the tag of the group', () => {
    const fixture = loadFixture(NAME);
    expectSound(fixture);
    expectSound(fixture, '--tag', 'v1.2.0');
  });

  test('verify-versions names the package whose two files differ', () => {
    const { repository } = loadFixture(NAME);
    const file = 'packages/structures/src/strata_structures/__init__.py';
    repository.write({ [file]: repository.read(file).replace('"1.2.0"', '"1.1.0"') });
    const problem = { rule: 'version-mismatch', severity: 'error', package: 'structures', file };
    expect(expectProblems(repository)).toContainEqual(expect.objectContaining(problem));
  });

  test('bump --dry-run plans all four, whether the group or one of them is named', () => {
    const fixture = loadFixture(NAME);
    for (const bump of fixture.expected.bumps) expectDryRun(fixture, bump);
  });

  test('bump releases the group with one commit and one tag, and leaves the requirements alone', () => {
    const fixture = loadFixture(NAME);
    const { repository } = fixture;
    expectRelease(fixture, bumpOf(fixture.expected, ...GROUP));
    expect(repository.git('tag', '--list', '--points-at', 'HEAD')).toBe('v1.3.0');
    const utils = repository.read('packages/utils/pyproject.toml');
    expect(utils).toContain('version = "1.3.0"');
    expect(utils).toContain('strata-structures = "^1.2.0"');
    expect(repository.read('packages/structures/pyproject.toml')).toContain('strata-common (>=1.2.0,<2.0.0)');
    expectSound(fixture);
    expectSound(fixture, '--tag', 'v1.3.0');
  });

  test('bump of one member releases the others with it', () => {
    const fixture = loadFixture(NAME);
    expectRelease(fixture, bumpOf(fixture.expected, ...MEMBER));
    expectSound(fixture, '--tag', 'v1.2.1');
  });

  test('bump --push brings branch and tag of the group to the remote in one push', () => {
    const fixture = loadFixture(NAME);
    const remote = fixture.repository.publish();
    const pushes = recordPushes(remote);
    expectRelease(fixture, bumpOf(fixture.expected, ...GROUP), '--push');
    expect(pushes()).toEqual([['refs/heads/main', 'refs/tags/v1.3.0']]);
    expectTagged(remote, 'v1.3.0', fixture.repository.revision('HEAD'));
    expectSound(fixture);
  });

  test('tag makes the one tag of the group that a release lacks', () => {
    const fixture = loadFixture(NAME);
    answer(fixture.repository, 'bump', ...GROUP, '--no-tag');
    answer(fixture.repository, 'tag');
    expect(fixture.repository.git('tag', '--list', '--points-at', 'HEAD')).toBe('v1.3.0');
    expectTagged(fixture.repository, 'v1.3.0');
    expectSound(fixture, '--tag', 'v1.3.0');
  });

  test('without a tag of the group each member gets its own', () => {
    const { repository } = loadFixture(NAME);
    const config = repository.read('relctl.toml').replace('tag = "v{version}"\n', '');
    repository.commit({ 'relctl.toml': config }, 'Own tags');
    answer(repository, 'bump', ...GROUP);
    const tags = ['common-v1.3.0', 'structures-v1.3.0', 'utils-v1.3.0', 'xization-v1.3.0'];
    expect(repository.git('tag', '--list', '--points-at', 'HEAD').split('\n')).toEqual(tags);
    for (const tag of tags) expectTagged(repository, tag);
  });
});
