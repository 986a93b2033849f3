import { describe, expect, test } from 'vitest';
import { relctl } from '../../support/relctl.js';
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

const NAME = 'asset-manager';
const INIT = 'client/asset-contents/asset_contents/__init__.py';
const PATCH = ['patch', '--package', 'contents'] as const;

describe('one Python package inside a larger repository', () => {
  test('list finds the package under its id, its distribution name and its module', () => {
    const fixture = loadFixture(NAME);
    expectPackages(fixture);
    const { code, stdout } = relctl(['list'], { cwd: fixture.repository.root });
    expect(code).toBe(0);
    expect(stdout).toContain('contents');
    expect(stdout).toContain('1.0.0');
  });

  test('graph has one level with one package', () => {
    const fixture = loadFixture(NAME);
    expectGraph(fixture);
    expectLevelsAsText(fixture);
  });

  test('changed picks the package for its own files and nothing for the server and the viewer', () => {
    expectChangesOfEachCommit(loadFixture(NAME));
  });

  test('changed counts files that are edited or new in the work tree', () => {
    const { repository } = loadFixture(NAME);
    expect(changesIn(answer(repository, 'changed', '--base', 'HEAD')).affected).toEqual([]);
    repository.write({ 'docs/notes.md': 'New\n', 'server/main.go': 'package main\n' });
    expect(changesIn(answer(repository, 'changed', '--base', 'HEAD'))).toMatchObject({
      affected: [],
      unowned: ['docs/notes.md', 'server/main.go'],
    });
    repository.write({ 'client/asset-contents/asset_contents/cache.py': 'CACHE = {}\n' });
    expect(changesIn(answer(repository, 'changed', '--base', 'HEAD')).changed).toEqual(['contents']);
  });

  test('verify-versions passes, also for the tag of the version that is there', () => {
    const fixture = loadFixture(NAME);
    expectSound(fixture);
    expectSound(fixture, '--tag', 'contents-v1.0.0');
  });

  test('verify-versions points at the line that disagrees, and bump refuses until it agrees', () => {
    const { repository, expected } = loadFixture(NAME);
    const [mirror] = expected.packages[0]?.versionMirrors ?? [];
    repository.commit({ [INIT]: repository.read(INIT).replace('"1.0.0"', '"1.0.9"') }, 'A slip of the hand');
    const problem = {
      rule: 'version-mismatch',
      severity: 'error',
      package: 'contents',
      file: INIT,
      line: mirror?.line,
    };
    expect(expectProblems(repository)).toEqual([expect.objectContaining(problem)]);
    const before = stateOf(repository);
    refusal(repository, 3, 'bump', ...PATCH);
    expect(stateOf(repository)).toEqual(before);
  });

  test('bump --dry-run shows the plan for the id, another spelling of the name, and the path', () => {
    const fixture = loadFixture(NAME);
    for (const bump of fixture.expected.bumps) expectDryRun(fixture, bump);
  });

  test('bump patch makes the commit and the tag contents-v1.0.1, and the gate of the publish job passes', () => {
    const fixture = loadFixture(NAME);
    expectRelease(fixture, bumpOf(fixture.expected, ...PATCH));
    expectSound(fixture);
    expectSound(fixture, '--tag', 'contents-v1.0.1');
  });

  test('bump --push brings branch and tag to the remote in one push', () => {
    const fixture = loadFixture(NAME);
    const remote = fixture.repository.publish();
    const pushes = recordPushes(remote);
    expectRelease(fixture, bumpOf(fixture.expected, ...PATCH), '--push');
    expect(pushes()).toEqual([['refs/heads/main', 'refs/tags/contents-v1.0.1']]);
    const head = fixture.repository.revision('HEAD');
    expect(remote.revision('refs/heads/main')).toBe(head);
    expectTagged(remote, 'contents-v1.0.1', head);
    expectSound(fixture, '--tag', 'contents-v1.0.1');
  });

  test('without --push nothing leaves the machine', () => {
    const fixture = loadFixture(NAME);
    const remote = fixture.repository.publish();
    const pushes = recordPushes(remote);
    expectRelease(fixture, bumpOf(fixture.expected, ...PATCH));
    expect(pushes()).toEqual([]);
  });

  test('tag makes the tag that a released version lacks, and nothing the second time', () => {
    const fixture = loadFixture(NAME);
    const { repository } = fixture;
    expectRelease(fixture, bumpOf(fixture.expected, ...PATCH));
    const head = repository.revision('HEAD');
    repository.git('tag', '--delete', 'contents-v1.0.1');
    const { tags } = answer(repository, 'tag');
    expect(tags).toEqual([
      expect.objectContaining({ name: 'contents-v1.0.1', package: 'contents', commit: head }),
    ]);
    expectTagged(repository, 'contents-v1.0.1', head);
    const before = stateOf(repository);
    answer(repository, 'tag');
    expect(stateOf(repository)).toEqual(before);
    expectSound(fixture);
  });

  test('tag --push completes a release of which only the branch was pushed', () => {
    const { repository } = loadFixture(NAME);
    const remote = repository.publish();
    const pushes = recordPushes(remote);
    answer(repository, 'bump', ...PATCH, '--no-tag');
    repository.git('push', '--quiet', 'origin', 'main');
    answer(repository, 'tag', '--push');
    expect(pushes()).toEqual([['refs/heads/main'], ['refs/tags/contents-v1.0.1']]);
    expectTagged(remote, 'contents-v1.0.1', repository.revision('HEAD'));
  });

  test('a tag made by hand too early fails the gate and is never taken over', () => {
    const { repository } = loadFixture(NAME);
    repository.git('tag', '--annotate', '--message', 'Too early', 'contents-v1.0.1');
    const problems = expectProblems(repository, '--tag', 'contents-v1.0.1');
    expect(problems).toContainEqual(expect.objectContaining({ rule: 'tag-mismatch', package: 'contents' }));
    const before = stateOf(repository);
    refusal(repository, 3, 'bump', ...PATCH);
    expect(stateOf(repository)).toEqual(before);
  });
});
