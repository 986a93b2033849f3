import { describe, expect, test } from 'vitest';
import { relctl } from '../../support/relctl.js';
import type { Value } from '../../support/runner/expressions.js';
import { GitHub } from '../../support/runner/github.js';
import { type FixtureName, loadFixture } from '../systems/fixture.js';

interface System {
  readonly name: FixtureName;
  /** How it is released: arguments of `bump`, and the same as inputs of the button. */
  readonly args: readonly string[];
  readonly inputs: Readonly<Record<string, Value>>;
  readonly tags: readonly string[];
  readonly built: readonly string[];
}

const SYSTEMS: readonly System[] = [
  {
    name: 'asset-manager',
    args: ['patch', '--package', 'contents'],
    inputs: { packages: 'contents' },
    tags: ['contents-v1.0.1'],
    built: ['asset-contents-1.0.1'],
  },
  { name: 'single-package', args: ['patch'], inputs: {}, tags: ['1.0.47'], built: ['tidegauge-1.0.47'] },
  { name: 'server', args: ['patch'], inputs: {}, tags: ['v1.2.3'], built: ['quayside-server-1.2.3'] },
  {
    name: 'platform',
    args: ['patch', '--group', 'platform'],
    inputs: { groups: 'platform' },
    tags: ['v1.2.1'],
    built: ['common', 'structures', 'utils', 'xization'].map(name => `strata-${name}-1.2.1`),
  },
  {
    name: 'domains',
    args: ['patch', '--package', 'mlops,infrastructure'],
    inputs: { packages: 'mlops,infrastructure' },
    tags: ['mlops-v2.0.1', 'infrastructure-v3.2.1'],
    built: ['mlops-', 'infrastructure-'],
  },
];

/** A system that has no workflows but those that `init` writes, on GitHub. */
function initialised(name: FixtureName) {
  const { repository } = loadFixture(name);
  repository.write({ '.github': null });
  expect(relctl(['init', '--workflows'], { cwd: repository.root }).code).toBe(0);
  repository.commit({}, 'Let relctl write the workflows');
  return { repository, gitHub: new GitHub(repository) };
}

const BUTTON = { level: 'patch', pre: 'none', packages: '', groups: '' };

/** That each tag published its packages, in this order. */
function expectPublished(gitHub: GitHub, { tags, built }: System): void {
  expect(gitHub.failures).toEqual([]);
  expect([...new Set(gitHub.published.map(({ ref }) => ref))].sort()).toEqual(
    tags.map(tag => `refs/tags/${tag}`).sort(),
  );
  const published = gitHub.published.map(({ files: [first = ''] }) => first);
  expect(tags.length > 1 ? published.sort() : published).toEqual(
    (tags.length > 1 ? [...built].sort() : built).map(name => expect.stringContaining(name)),
  );
}

describe.each(SYSTEMS)('$name with the workflows of init', system => {
  test('a release by hand publishes', () => {
    const { repository, gitHub } = initialised(system.name);
    expect(relctl(['bump', ...system.args, '--push'], { cwd: repository.root }).code).toBe(0);
    gitHub.deliver();
    expect(gitHub.started).toEqual(
      expect.arrayContaining(system.tags.map(tag => `push refs/tags/${tag}: relctl-publish.yml`)),
    );
    expect(gitHub.started).toHaveLength(system.tags.length);
    expectPublished(gitHub, system);
  });

  test('the button releases and starts publishing, since its tags do not', () => {
    const { gitHub } = initialised(system.name);
    gitHub.press('relctl-release.yml', 'refs/heads/main', { ...BUTTON, ...system.inputs });
    expect(gitHub.started).toEqual([
      'workflow_dispatch refs/heads/main: relctl-release.yml',
      ...system.tags.map(tag => `workflow_dispatch refs/tags/${tag}: relctl-publish.yml`).sort(),
    ]);
    expectPublished(gitHub, system);
  });
});

describe('the workflows of init', () => {
  const [system] = SYSTEMS as [System];

  test('with a deploy key the tag starts publishing, once', () => {
    const { gitHub } = initialised(system.name);
    gitHub.secrets = { ...gitHub.secrets, RELCTL_DEPLOY_KEY: 'secret:key' };
    gitHub.press('relctl-release.yml', 'refs/heads/main', { ...BUTTON, ...system.inputs });
    expect(gitHub.started).toEqual([
      'workflow_dispatch refs/heads/main: relctl-release.yml',
      'push refs/tags/contents-v1.0.1: relctl-publish.yml',
    ]);
    expectPublished(gitHub, system);
  });

  test('a tag that does not give the version of the files is not published', () => {
    const { repository, gitHub } = initialised(system.name);
    repository.git('tag', 'contents-v9.0.0');
    repository.git('push', '--quiet', 'origin', 'contents-v9.0.0');
    gitHub.deliver();
    expect(gitHub.started).toEqual(['push refs/tags/contents-v9.0.0: relctl-publish.yml']);
    expect(gitHub.failures.join()).toContain('tag-mismatch');
    expect(gitHub.published).toEqual([]);
  });

  test("other people's tags start nothing", () => {
    const { repository, gitHub } = initialised(system.name);
    repository.git('tag', 'server-v9.0.0');
    repository.git('push', '--quiet', 'origin', 'server-v9.0.0');
    gitHub.deliver();
    expect(gitHub.started).toEqual([]);
  });

  test('a request with words for the shell releases nothing', () => {
    const { gitHub } = initialised(system.name);
    const packages = '$(touch "$RUNNER_TEMP/../owned"); contents';
    gitHub.press('relctl-release.yml', 'refs/heads/main', { ...BUTTON, packages });
    expect(gitHub.failures.join()).toContain('no package is called');
    expect(gitHub.pushes).toEqual([]);
  });
});
