import { describe, expect, test } from 'vitest';
import { relctlJson } from '../../support/relctl.js';
import type { Repository } from '../../support/repository.js';
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

const NAME = 'single-package';
const PATCH = ['patch', '--package', 'tidegauge'] as const;

/** The rules that are broken, but for the copy of the version that only another tool reads. */
function brokenRules(repository: Repository, ...args: string[]): string[] {
  const { ok, result } = relctlJson(['verify-versions', ...args], { cwd: repository.root });
  expect(ok).toBe(true);
  const rules: string[] = result.problems.map(({ rule }: { rule: string }) => rule);
  return rules.filter(rule => rule !== 'config-version-stale');
}

describe('one package in src, released by a button', () => {
  test('list finds the package below the root, with its two places of the version', () => {
    expectPackages(loadFixture(NAME));
  });

  test('graph has one level with one package', () => {
    const fixture = loadFixture(NAME);
    expectGraph(fixture);
    expectLevelsAsText(fixture);
  });

  test('changed picks the package for files in src and nothing for read-me and scripts', () => {
    expectChangesOfEachCommit(loadFixture(NAME));
  });

  test('changed compares with a tag that has no prefix', () => {
    const { repository } = loadFixture(NAME);
    expect(changesIn(answer(repository, 'changed', '--base', '1.0.46', '--head', 'HEAD'))).toMatchObject({
      changed: ['tidegauge'],
      unowned: ['README.md', 'scripts/check_version.py'],
    });
  });

  test('changed counts an edit of the work tree', () => {
    const { repository } = loadFixture(NAME);
    repository.write({ 'src/MANIFEST.in': 'include README.md\n', LICENSE: 'None\n' });
    expect(changesIn(answer(repository, 'changed', '--base', 'HEAD'))).toMatchObject({
      changed: ['tidegauge'],
      unowned: ['LICENSE'],
    });
  });

  test('verify-versions passes, also for a tag without a prefix', () => {
    const fixture = loadFixture(NAME);
    expectSound(fixture);
    expectSound(fixture, '--tag', '1.0.46');
  });

  test('verify-versions does what the script did: it fails when the two files differ', () => {
    const { repository } = loadFixture(NAME);
    const file = 'src/tidegauge/__init__.py';
    repository.write({ [file]: repository.read(file).replace('"1.0.46"', '"1.0.45"') });
    const problems = expectProblems(repository);
    expect(problems).toContainEqual(
      expect.objectContaining({ rule: 'version-mismatch', package: 'tidegauge', file }),
    );
  });

  test('bump --dry-run shows the plan of the button for patch, minor and major', () => {
    const fixture = loadFixture(NAME);
    for (const bump of fixture.expected.bumps) expectDryRun(fixture, bump);
  });

  test('bump makes the commit and a tag without a prefix', () => {
    const fixture = loadFixture(NAME);
    expectRelease(fixture, bumpOf(fixture.expected, ...PATCH));
    expect(brokenRules(fixture.repository)).toEqual([]);
    expect(brokenRules(fixture.repository, '--tag', '1.0.47')).toEqual([]);
  });

  test('bump --push is the release job: branch and tag arrive together', () => {
    const fixture = loadFixture(NAME);
    const remote = fixture.repository.publish();
    const pushes = recordPushes(remote);
    expectRelease(fixture, bumpOf(fixture.expected, ...PATCH), '--push');
    expect(pushes()).toEqual([['refs/heads/main', 'refs/tags/1.0.47']]);
    expectTagged(remote, '1.0.47', fixture.repository.revision('HEAD'));
    expect(brokenRules(fixture.repository)).toEqual([]);
  });

  test('bump works in a fresh clone, as in the release job', () => {
    const fixture = loadFixture(NAME);
    const remote = fixture.repository.publish();
    const clone = remote.clone();
    expectRelease({ ...fixture, repository: clone }, bumpOf(fixture.expected, ...PATCH), '--push');
    expectTagged(remote, '1.0.47', clone.revision('HEAD'));
  });

  test('tag makes the tag that a released version lacks', () => {
    const { repository } = loadFixture(NAME);
    answer(repository, 'bump', ...PATCH, '--no-tag');
    expect(repository.git('tag', '--list', '1.0.47')).toBe('');
    answer(repository, 'tag');
    expectTagged(repository, '1.0.47');
    expect(brokenRules(repository, '--tag', '1.0.47')).toEqual([]);
  });
});
