import { describe, expect, test } from 'vitest';
import { relctl } from '../../support/relctl.js';
import type { Value } from '../../support/runner/expressions.js';
import { GitHub } from '../../support/runner/github.js';
import { type FixtureName, loadFixture } from '../systems/fixture.js';

interface System {
  readonly name: FixtureName;
  /** Inputs of the button. */
  readonly inputs: Readonly<Record<string, Value>>;
  readonly tags: readonly string[];
  readonly built: readonly string[];
}

const SYSTEMS: readonly System[] = [
  {
    name: 'asset-manager',
    inputs: { packages: 'contents' },
    tags: ['contents-v1.0.1'],
    built: ['asset-contents-1.0.1'],
  },
  { name: 'single-package', inputs: {}, tags: ['1.0.47'], built: ['tidegauge-1.0.47'] },
  { name: 'server', inputs: {}, tags: ['v1.2.3'], built: ['quayside-server-1.2.3'] },
  {
    name: 'platform',
    inputs: { groups: 'platform' },
    tags: ['v1.2.1'],
    built: ['common', 'structures', 'utils', 'xization'].map(name => `strata-${name}-1.2.1`),
  },
  {
    name: 'domains',
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

const ARGS = ['patch', '--package', 'contents'];
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

  test('a release by hand publishes', () => {
    const { repository, gitHub } = initialised(system.name);
    expect(relctl(['bump', ...ARGS, '--push'], { cwd: repository.root }).code).toBe(0);
    gitHub.deliver();
    expect(gitHub.started).toEqual(['push refs/tags/contents-v1.0.1: relctl-publish.yml']);
    expectPublished(gitHub, system);
  });

  test('a pull request is checked level by level: what it touches, and what needs that', () => {
    const { repository, gitHub } = initialised('platform');
    repository.git('switch', '--quiet', '--create', 'topic');
    repository.commit({ 'packages/utils/src/strata_utils/new.py': 'NEW = 1\n' });
    gitHub.openPullRequest(repository, 'topic');
    expect(gitHub.failures).toEqual([]);
    expect(gitHub.started).toEqual(['pull_request refs/pull/1/merge: relctl-pull-request.yml']);
    expect([...new Set(gitHub.jobs)]).toEqual([
      'relctl-pull-request.yml: versions',
      'relctl-pull-request.yml: pick',
      'relctl-package.yml: package packages/utils',
      'relctl-package.yml: package packages/xization',
      'relctl-pull-request.yml: all',
    ]);
  });

  test('a pull request with a version that was not raised everywhere does not pass', () => {
    const { repository, gitHub } = initialised('platform');
    const file = 'packages/utils/src/strata_utils/__init__.py';
    repository.git('switch', '--quiet', '--create', 'topic');
    repository.commit({ [file]: repository.read(file).replace('1.2.0', '1.2.1') });
    gitHub.openPullRequest(repository, 'topic');
    expect(gitHub.failures.map(each => each.split('\n')[0])).toEqual([
      'relctl-pull-request.yml: versions: Check',
      'relctl-pull-request.yml: all: Tell whether all went well',
    ]);
  });

  test('at night all packages are checked', () => {
    const { gitHub } = initialised('domains');
    gitHub.press('relctl-nightly.yml', 'refs/heads/main');
    expect(gitHub.failures).toEqual([]);
    const paths = gitHub.jobs.filter(each => each.startsWith('relctl-package.yml'));
    expect(new Set(paths).size).toBe(8);
  });

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
