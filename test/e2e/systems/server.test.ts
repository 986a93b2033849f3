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
  refusal,
  stateOf,
} from './expectations.js';
import { bumpOf, loadFixture } from './fixture.js';
import { recordPushes } from './remote.js';

const NAME = 'server';
const ID = 'quayside-server';
const PATCH = ['patch', '--package', ID] as const;
const PRE_RELEASE = ['minor', '--pre', 'rc', '--package', ID] as const;

describe('a server that is the whole repository', () => {
  test('list finds the package at the root; the fallback in except is no place of its version', () => {
    const fixture = loadFixture(NAME);
    expectPackages(fixture);
    expect(answer(fixture.repository, 'list').packages[0].versionMirrors).toEqual([]);
  });

  test('graph has one package, which does not depend on itself through its extras', () => {
    const fixture = loadFixture(NAME);
    expectGraph(fixture);
    expectLevelsAsText(fixture);
  });

  test('changed picks the package for every file, workflows included', () => {
    expectChangesOfEachCommit(loadFixture(NAME));
  });

  test('changed compares with the tag of a pre-release', () => {
    const { repository } = loadFixture(NAME);
    const result = answer(repository, 'changed', '--base', 'v1.2.2rc1', '--head', 'v1.2.2');
    expect(changesIn(result)).toMatchObject({ changed: [ID], unowned: [] });
    expect(result.head.commit).toBe(repository.revision('v1.2.2^{commit}'));
  });

  test('changed counts a new file of the work tree, but none that is ignored', () => {
    const { repository } = loadFixture(NAME);
    repository.write({ 'dist/quayside_server-1.2.2.tar.gz': '', 'coverage.xml': '<coverage/>\n' });
    expect(changesIn(answer(repository, 'changed', '--base', 'HEAD')).changed).toEqual([]);
    repository.write({ 'src/quayside/health.py': 'OK = True\n' });
    expect(changesIn(answer(repository, 'changed', '--base', 'HEAD')).changed).toEqual([ID]);
  });

  test('verify-versions passes: neither the fallback nor the older pre-release is a problem', () => {
    const fixture = loadFixture(NAME);
    expectSound(fixture);
    expectSound(fixture, '--tag', 'v1.2.2');
  });

  test('verify-versions refuses the tag of another version', () => {
    const { repository } = loadFixture(NAME);
    const problems = expectProblems(repository, '--tag', 'v1.2.1');
    expect(problems).toContainEqual(expect.objectContaining({ rule: 'tag-mismatch', package: ID }));
  });

  test('bump --dry-run shows standard releases and pre-releases, the first of which is number 1', () => {
    const fixture = loadFixture(NAME);
    for (const bump of fixture.expected.bumps) expectDryRun(fixture, bump);
  });

  test('bump patch makes v1.2.3, and asking for 1.2.3 again does nothing', () => {
    const fixture = loadFixture(NAME);
    const { repository } = fixture;
    expectRelease(fixture, bumpOf(fixture.expected, ...PATCH));
    expectSound(fixture, '--tag', 'v1.2.3');
    const before = stateOf(repository);
    expect(answer(repository, 'bump', '1.2.3', '--package', ID).status).toBe('noop');
    expect(stateOf(repository)).toEqual(before);
  });

  test('a pre-release is followed by the next one and then by the stable release', () => {
    const fixture = loadFixture(NAME);
    const { repository } = fixture;
    expectRelease(fixture, bumpOf(fixture.expected, ...PRE_RELEASE));
    expectSound(fixture, '--tag', 'v1.3.0rc1');
    answer(repository, 'bump', 'rc', '--package', ID);
    expectTagged(repository, 'v1.3.0rc2');
    answer(repository, 'bump', 'stable', '--package', ID);
    expectTagged(repository, 'v1.3.0');
    expectSound(fixture, '--tag', 'v1.3.0');
  });

  test('a version that does not increase is refused', () => {
    const { repository } = loadFixture(NAME);
    const before = stateOf(repository);
    refusal(repository, 2, 'bump', '1.2.1', '--package', ID);
    refusal(repository, 2, 'bump', 'stable', '--package', ID);
    expect(stateOf(repository)).toEqual(before);
  });

  test('bump --push brings branch and tag to the remote in one push', () => {
    const fixture = loadFixture(NAME);
    const remote = fixture.repository.publish();
    const pushes = recordPushes(remote);
    expectRelease(fixture, bumpOf(fixture.expected, ...PATCH), '--push');
    expect(pushes()).toEqual([['refs/heads/main', 'refs/tags/v1.2.3']]);
    expectTagged(remote, 'v1.2.3', fixture.repository.revision('HEAD'));
    expectSound(fixture);
  });

  test('a remote that has moved on refuses the release, and nothing is published or changed', () => {
    const { repository } = loadFixture(NAME);
    const remote = repository.publish();
    const colleague = remote.clone();
    const published = colleague.commit({ 'README.md': '# quayside\n' }, 'docs: shorten');
    colleague.git('push', '--quiet', 'origin', 'main');
    const before = stateOf(repository);
    refusal(repository, 4, 'bump', ...PATCH, '--push');
    expect(remote.revision('refs/heads/main')).toBe(published);
    expect(remote.git('tag', '--list', 'v1.2.3')).toBe('');
    expect(stateOf(repository)).toMatchObject({ head: before.head, status: '' });
    expect(repository.git('tag', '--list', 'v1.2.3')).toBe('');
  });

  test('tag makes the tag that a released version lacks', () => {
    const fixture = loadFixture(NAME);
    answer(fixture.repository, 'bump', ...PATCH, '--no-tag');
    answer(fixture.repository, 'tag');
    expectTagged(fixture.repository, 'v1.2.3');
    expectSound(fixture, '--tag', 'v1.2.3');
  });
});
