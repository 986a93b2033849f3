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
} from './expectations.js';
import { bumpOf, loadFixture } from './fixture.js';
import { recordPushes } from './remote.js';

const NAME = 'domains';
const CORE = ['patch', '--package', 'software_core'] as const;
const THREE = [
  'patch',
  '--package',
  'mlops',
  '--package',
  'ai-core',
  '--package',
  'anomaly-detection',
] as const;

describe('many packages in domains, each a unit of its own', () => {
  test('list finds every package under src/packages and not the template of one', () => {
    expectPackages(loadFixture(NAME));
  });

  test('list keeps the specifiers of requirements, whatever the spelling of the names', () => {
    const { packages } = answer(loadFixture(NAME).repository, 'list');
    const mlops = packages.find(({ id }: { id: string }) => id === 'mlops');
    const needs = mlops.dependencies.map((need: { id: string; specifiers: string[] }) => [
      need.id,
      need.specifiers,
    ]);
    expect(Object.fromEntries(needs)).toEqual({
      'ai-core': ['>=0.3,<1'],
      'anomaly-detection': ['>=0.7,<1'],
      'data-observability': ['>=1.0,<2'],
      'software-interfaces': ['>=1.1,<2'],
    });
  });

  test('graph orders the build by runtime and build requirements, and extras make no cycle of it', () => {
    const fixture = loadFixture(NAME);
    expectGraph(fixture);
    expectLevelsAsText(fixture);
  });

  test('changed follows dependents, removals, moves between packages and global files', () => {
    expectChangesOfEachCommit(loadFixture(NAME));
  });

  test('changed follows all dependents, direct ones or none', () => {
    const { repository, commits } = loadFixture(NAME);
    const [base = '', head = ''] = commits;
    const affected = (depth: string) =>
      changesIn(answer(repository, 'changed', '--base', base, '--head', head, '--dependents', depth))
        .affected;
    expect(affected('none')).toEqual(['formal-sciences-mathematics']);
    expect(affected('direct')).toEqual(['ai-core', 'anomaly-detection', 'formal-sciences-mathematics']);
    const all = [
      'ai-core',
      'anomaly-detection',
      'data-observability',
      'formal-sciences-mathematics',
      'mlops',
    ];
    expect(affected('all')).toEqual(all);
  });

  test('changed counts edits and removals of the work tree', () => {
    const { repository } = loadFixture(NAME);
    repository.write({ 'src/packages/ops/infrastructure/src/infrastructure/targets.py': null });
    expect(changesIn(answer(repository, 'changed', '--base', 'HEAD')).affected).toEqual(['infrastructure']);
    const config = repository.read('relctl.toml').replace(/\[package\.infrastructure\][^[]*/, '');
    repository.write({ 'src/packages/ops/infrastructure': null, 'relctl.toml': config });
    repository.write({ 'src/packages/ai/mlops/src/mlops/__about__.py': '__version__ = "2.0.1"\n' });
    expect(changesIn(answer(repository, 'changed', '--base', 'HEAD'))).toMatchObject({
      affected: ['mlops'],
      removed: ['infrastructure'],
    });
  });

  test('a new package of the work tree is changed before it is added', () => {
    const { repository } = loadFixture(NAME);
    const manifest = '[project]\nname = "data-quality"\nversion = "0.1.0"\ndependencies = ["mlops>=2,<3"]\n';
    repository.write({ 'src/packages/data/quality/pyproject.toml': manifest });
    expect(changesIn(answer(repository, 'changed', '--base', 'HEAD')).changed).toEqual(['data-quality']);
  });

  test('verify-versions passes for all packages, for one, and for a tag of one', () => {
    const fixture = loadFixture(NAME);
    expectSound(fixture);
    expectSound(fixture, '--package', 'software.core');
    for (const { tag } of fixture.expected.packages) expectSound(fixture, '--tag', tag);
  });

  test('verify-versions names a requirement that a sibling no longer satisfies', () => {
    const { repository } = loadFixture(NAME);
    const file = 'src/packages/ai/mlops/pyproject.toml';
    repository.commit({ [file]: repository.read(file).replace('"ai_core>=0.3,<1"', '"ai_core>=0.5,<1"') });
    const problem = { rule: 'sibling-unsatisfied', severity: 'error', package: 'mlops', file };
    expect(expectProblems(repository)).toContainEqual(expect.objectContaining(problem));
  });

  test('bump --dry-run shows the plan for every kind of version source', () => {
    const fixture = loadFixture(NAME);
    for (const bump of fixture.expected.bumps) expectDryRun(fixture, bump);
  });

  test('the name of a folder that two packages have selects neither', () => {
    const error = refusal(loadFixture(NAME).repository, 2, 'bump', 'patch', '--package', 'core', '--dry-run');
    expect(JSON.stringify(error)).toContain('core');
  });

  test('bump of a package that all others build on leaves them alone while their requirements admit it', () => {
    const fixture = loadFixture(NAME);
    expectRelease(fixture, bumpOf(fixture.expected, ...CORE));
    expectSound(fixture);
    expectSound(fixture, '--tag', 'software-core-v1.4.3');
  });

  test('bump edits each kind of version source in its own file', () => {
    for (const { args } of loadFixture(NAME).expected.bumps) {
      const fixture = loadFixture(NAME);
      expectRelease(fixture, bumpOf(fixture.expected, ...args));
      expectSound(fixture);
    }
  });

  test('bump --push brings the tags one by one, dependencies first', () => {
    const fixture = loadFixture(NAME);
    const remote = fixture.repository.publish();
    const pushes = recordPushes(remote);
    // No workflow waits for the tags of ai-core.
    refusal(fixture.repository, 3, 'bump', ...THREE, '--push');
    expect(pushes()).toEqual([]);
    expectRelease(fixture, bumpOf(fixture.expected, ...THREE), '--push', '--allow-idle-tags');
    const tags = pushes().map(refs => refs.filter(ref => ref !== 'refs/heads/main'));
    expect(pushes().map(refs => refs.includes('refs/heads/main'))).toEqual([true, false, false]);
    expect(tags.map(names => names.length)).toEqual([1, 1, 1]);
    expect(tags[2]).toEqual(['refs/tags/mlops-v2.0.1']);
    for (const name of tags.flat()) {
      expectTagged(remote, name.replace('refs/tags/', ''), fixture.repository.revision('HEAD'));
    }
    expectSound(fixture);
  });

  test('tag makes only those tags of a release that are missing', () => {
    const fixture = loadFixture(NAME);
    const { repository } = fixture;
    expectRelease(fixture, bumpOf(fixture.expected, ...THREE));
    const kept = repository.revision('refs/tags/ai-core-v0.3.2');
    repository.git('tag', '--delete', 'mlops-v2.0.1', 'anomaly-detection-v0.7.1');
    answer(repository, 'tag');
    expectTagged(repository, 'mlops-v2.0.1');
    expectTagged(repository, 'anomaly-detection-v0.7.1');
    expect(repository.revision('refs/tags/ai-core-v0.3.2')).toBe(kept);
    expectSound(fixture, '--tag', 'mlops-v2.0.1');
  });
});
