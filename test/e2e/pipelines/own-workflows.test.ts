import { describe, expect, test } from 'vitest';
import { relctl } from '../../support/relctl.js';
import { GitHub } from '../../support/runner/github.js';
import { type FixtureName, loadFixture } from '../systems/fixture.js';

function gitHubOf(name: FixtureName) {
  const { repository } = loadFixture(name);
  const gitHub = new GitHub(repository);
  gitHub.secrets = { ...gitHub.secrets, RELEASE_TOKEN: 'secret:release' };
  return { repository, gitHub };
}

/** Releases by hand, lets GitHub do what that starts, and demands that none of it failed. */
function release(name: FixtureName, ...args: string[]): GitHub {
  const { repository, gitHub } = gitHubOf(name);
  const { code, stderr } = relctl(['bump', ...args, '--push'], { cwd: repository.root });
  expect(stderr).toBe('');
  expect(code).toBe(0);
  gitHub.deliver();
  expect(gitHub.failures).toEqual([]);
  return gitHub;
}

const files = (name: string, version: string) => [`${name}-${version}.tar.gz`, `${name}-${version}.whl`];

describe('from push to publishing, by the workflows that each system has', () => {
  test('asset-manager: the tag starts what no branch does', () => {
    const gitHub = release('asset-manager', 'patch', '--package', 'contents');
    expect(gitHub.pushes).toEqual([['refs/heads/main', 'refs/tags/contents-v1.0.1']]);
    expect(gitHub.started).toEqual(['push refs/tags/contents-v1.0.1: ci-asset-contents.yml']);
    expect(gitHub.published).toEqual([
      {
        workflow: 'ci-asset-contents.yml',
        ref: 'refs/tags/contents-v1.0.1',
        files: files('asset-contents', '1.0.1'),
        index: 'pypi',
      },
    ]);
  });

  test('single-package: the button releases, and calls publishing, since its tag starts nothing', () => {
    const { repository, gitHub } = gitHubOf('single-package');
    const path = '.github/workflows/release.yml';
    const text = repository.read(path);
    const [before, , after] = text.split(/(?=^ {6}- name: Install$)|(?=^ {2}# A tag pushed)/m);
    repository.commit({ [path]: `${before}${RELEASE_STEP}\n${after}` }, 'Release by relctl');
    repository.git('push', '--quiet', 'origin', 'main');
    gitHub.deliver();
    expect(gitHub.started.splice(0)).toEqual(['push refs/heads/main: build.yml']);
    gitHub.press('release.yml', 'refs/heads/main', { bump_type: 'minor' });
    expect(gitHub.failures).toEqual([]);
    expect(gitHub.started).toEqual(['workflow_dispatch refs/heads/main: release.yml']);
    expect(gitHub.pushes.at(-1)).toEqual(['refs/heads/main', 'refs/tags/1.1.0']);
    expect(gitHub.published).toEqual([
      { workflow: 'release.yml', ref: 'refs/heads/main', files: files('tidegauge', '1.1.0'), index: 'pypi' },
    ]);
  });

  test('single-package: a tag that a person pushes starts publishing itself', () => {
    const gitHub = release('single-package', 'patch');
    expect(gitHub.started).toEqual(['push refs/heads/main: build.yml', 'push refs/tags/1.0.47: publish.yml']);
    expect(gitHub.published).toEqual([
      {
        workflow: 'publish.yml',
        ref: 'refs/tags/1.0.47',
        files: files('tidegauge', '1.0.47'),
        index: 'pypi',
      },
    ]);
  });

  test('server: the tag makes a release, and that publishes', () => {
    const gitHub = release('server', 'patch');
    const tag = gitHub.pushes.flat().find(ref => ref.startsWith('refs/tags/'));
    const version = tag?.replace('refs/tags/v', '') ?? '';
    expect(gitHub.started.filter(each => !each.startsWith('push refs/heads/main'))).toEqual([
      `push ${tag}: docker.yml`,
      `push ${tag}: release.yml`,
      `release ${tag}: publish.yml`,
    ]);
    expect(gitHub.published).toEqual([
      { workflow: 'publish.yml', ref: tag, files: files('quayside-server', version), index: 'pypi' },
    ]);
  });

  test('server: a pre-release is published as well', () => {
    const gitHub = release('server', 'minor', '--pre', 'rc');
    expect(gitHub.published).toEqual([expect.objectContaining({ ref: 'refs/tags/v1.3.0rc1' })]);
  });

  test('platform: one tag publishes all four in the order of builds', () => {
    const gitHub = release('platform', 'minor', '--group', 'platform');
    expect(gitHub.pushes).toEqual([['refs/heads/main', 'refs/tags/v1.3.0']]);
    expect(gitHub.started).toEqual(['push refs/heads/main: ci.yml', 'push refs/tags/v1.3.0: release.yml']);
    expect(gitHub.published.map(each => each.files)).toEqual(
      ['common', 'structures', 'utils', 'xization'].map(name => files(`strata-${name}`, '1.3.0')),
    );
  });

  test('domains: each package has a tag, each tag a push, and each push the workflow of its package', () => {
    // ai-core, which is released along, is the package without a workflow.
    const gitHub = release('domains', 'major', '--package', 'software-core', '--allow-idle-tags');
    const tags = gitHub.pushes.flat().filter(ref => ref.startsWith('refs/tags/'));
    expect(tags[0]).toBe('refs/tags/software-core-v2.0.0');
    expect(tags.length).toBeGreaterThan(1);
    for (const push of gitHub.pushes)
      expect(push.filter(ref => ref.startsWith('refs/tags/'))).toHaveLength(1);
    const published = tags.filter(ref => !ref.includes('ai-core'));
    expect(gitHub.published.map(({ ref }) => ref)).toEqual(published);
    expect(new Set(gitHub.published.map(({ workflow }) => workflow)).size).toBe(published.length);
  });
});

/** What takes the place of the steps that bump, commit, tag and push by hand. */
const RELEASE_STEP = `      - name: Release
        id: bump
        env:
          BUMP_TYPE: \${{ inputs.bump_type }}
        run: |
          git config user.name 'github-actions[bot]'
          git config user.email '41898282+github-actions[bot]@users.noreply.github.com'
          npx --yes relctl@0.1.0 bump "$BUMP_TYPE" --push --yes --json > "$RUNNER_TEMP/plan.json"
          version="$(node -p 'require(process.argv[1]).result.releases[0].to' "$RUNNER_TEMP/plan.json")"
          echo "version=$version" >> "$GITHUB_OUTPUT"
`;
