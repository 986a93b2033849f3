import { execFileSync } from 'node:child_process';
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { eventText, githubClone, githubJob, gitlabClone, gitlabJob } from '../support/ci-jobs.js';
import { packageFiles } from '../support/packages.js';
import { relctlJson } from '../support/relctl.js';
import { type FileMap, Repository, temporaryFolder } from '../support/repository.js';
import { fakeGpg } from '../support/signers.js';

/** Repositories that are the clone of a job of CI, and its environment. */
const jobs = new Map<Repository, Record<string, string>>();

/** Runs relctl with a git in PATH that writes down every start. */
function countGit(repository: Repository, ...args: string[]): number {
  const folder = temporaryFolder();
  const log = join(folder, 'log');
  const git = execFileSync('sh', ['-c', 'command -v git'], { encoding: 'utf8' }).trim();
  writeFileSync(log, '');
  writeFileSync(join(folder, 'git'), `#!/bin/sh\nprintf 'x\\n' >> '${log}'\nexec '${git}' "$@"\n`);
  chmodSync(join(folder, 'git'), 0o755);
  const { ok, error } = relctlJson(args, {
    cwd: repository.root,
    env: { ...jobs.get(repository), PATH: `${folder}:${process.env.PATH}` },
  });
  expect({ ok, error }).toEqual({ ok: true, error: undefined });
  return readFileSync(log, 'utf8').split('\n').length - 1;
}

function workspace(count: number): Repository {
  const files: FileMap = Object.assign(
    {},
    ...Array.from({ length: count }, (_, index) => packageFiles(`p${index}`)),
  );
  return Repository.create(files);
}

describe('the number of git processes', () => {
  it('is two for list and graph, and three for verify-versions, which looks at tags', () => {
    const repository = workspace(3);
    for (const command of ['list', 'graph']) expect(countGit(repository, command)).toBe(2);
    expect(countGit(repository, 'verify-versions')).toBe(3);
  });

  it('is one more in a sparse checkout, however many packages it leaves out', () => {
    const repository = workspace(5);
    repository.git('sparse-checkout', 'set', 'packages/p0');
    expect(countGit(repository, 'graph')).toBe(3);
  });

  it('is at most four for changed, also where manifests differ', () => {
    const repository = workspace(3);
    repository.publish();
    repository.commit({
      'packages/p0/src/p0/core.py': 'VALUE = 2\n',
      'packages/p1/pyproject.toml': '[project]\nname = "p1"\n',
    });
    repository.write({
      'packages/p2/new.py': 'x\n',
      'packages/p2/pyproject.toml': '[project]\nname = "p2"\n',
    });
    for (const args of [[], ['--base', 'HEAD~1'], ['--base', 'HEAD~1', '--head', 'HEAD']]) {
      expect(countGit(repository, 'changed', ...args)).toBeLessThanOrEqual(4);
    }
  });

  it('is at most four for changed in CI, also in a shallow clone and for a tag', () => {
    const origin = workspace(3);
    const before = origin.revision('HEAD');
    origin.git('tag', 'p0-v1.0.0');
    origin.git('switch', '--quiet', '--create', 'topic');
    for (const name of ['p0', 'p1'])
      origin.commit({ [`packages/${name}/pyproject.toml`]: `[project]\nname = "${name}"\n` });
    const head = origin.revision('HEAD');
    origin.git('tag', 'p0-v1.1.0');
    const values = { before, after: head, head, base: before, merge: head, tag: 'p0-v1.1.0' };
    const gitlab = gitlabClone(origin, 'refs/heads/topic');
    const shallow = githubClone(origin, 'refs/heads/topic', 3);
    const tag = githubClone(origin, 'refs/tags/p0-v1.1.0', 0);
    const full = githubClone(origin, 'refs/heads/topic', 0);
    jobs.set(shallow, githubJob('push', eventText('github-push', values)));
    jobs.set(full, githubJob('pull_request', eventText('github-pull-request', values)));
    jobs.set(tag, githubJob('push', eventText('github-push-tag', values)));
    jobs.set(gitlab, gitlabJob('gitlab-merge-request', values));
    for (const clone of [gitlab, shallow, tag, full])
      expect(countGit(clone, 'changed')).toBeLessThanOrEqual(4);
    expect(countGit(full, 'changed', '--since-release')).toBeLessThanOrEqual(4);
  });

  it('does not grow with the packages for --since-release', () => {
    const repository = workspace(12);
    for (let index = 0; index < 12; index++) {
      repository.commit({ [`packages/p${index}/src/p${index}/core.py`]: 'VALUE = 2\n' });
      repository.git('tag', `p${index}-v1.0.0`);
    }
    expect(countGit(repository, 'changed', '--since-release')).toBeLessThanOrEqual(4);
  });

  it('is four for the workflows of the whole repository, and five with --ref, however many files there are', () => {
    const repository = workspace(3);
    for (const name of ['a', 'b', 'c'])
      repository.commit({ [`.github/workflows/${name}.yml`]: 'on: push\njobs: {x: {runs-on: y}}\n' });
    expect(countGit(repository, 'workflows')).toBe(4);
    expect(countGit(repository, 'workflows', '--ref', 'refs/tags/p0-v1.0.1', '--ref', 'refs/tags/x')).toBe(5);
  });

  it('does not grow with the packages of a release', () => {
    const [few, many] = [workspace(2), workspace(20)];
    expect(countGit(many, 'bump', 'patch', '--all')).toBe(countGit(few, 'bump', 'patch', '--all'));
    expect(many.git('tag').split('\n').length).toBe(20);
    const listening = workspace(2);
    listening.commit({ '.github/workflows/a.yml': 'on: push\njobs: {x: {runs-on: y}}\n' });
    expect(countGit(listening, 'bump', 'patch', '--all')).toBe(
      countGit(workspace(2), 'bump', 'patch', '--all'),
    );
  });

  it('grows by the pushes alone where a release is pushed', () => {
    const [few, many] = [workspace(2), workspace(20)];
    for (const repository of [few, many]) repository.publish();
    const pushed = (repository: Repository) => countGit(repository, 'bump', 'patch', '--all', '--push');
    expect(pushed(many) - pushed(few)).toBe(18);
  });

  it('grows by one for each tag that is signed, as git signs one at a time', () => {
    const [few, many] = [workspace(2), workspace(5)];
    const program = fakeGpg(temporaryFolder());
    for (const each of [few, many]) each.git('config', 'gpg.program', program);
    const bump = ['bump', 'patch', '--all', '--sign'];
    expect(countGit(many, ...bump) - countGit(few, ...bump)).toBe(3);
    expect(many.git('cat-file', 'tag', 'p4-v1.0.1')).toContain('-----BEGIN PGP SIGNATURE-----');
  });
});
