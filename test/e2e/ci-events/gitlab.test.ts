import { describe, expect, it } from 'vitest';
import { changedIn, gitlabClone, gitlabJob, type Values } from '../../support/ci-jobs.js';
import { CHAIN } from '../../support/packages.js';
import { Repository } from '../../support/repository.js';

const ALL = ['api', 'app', 'core', 'tool'];
const edit = (name: string, value: string) => ({
  [`packages/${name}/src/${name}/core.py`]: `VALUE = '${value}'\n`,
});

/** main goes on after topic has left it; topic has 3 commits. */
function history() {
  const origin = Repository.create(CHAIN);
  const fork = origin.commit(edit('core', 'a'));
  origin.git('switch', '--quiet', '--create', 'topic');
  const first = origin.commit(edit('tool', 'a'));
  origin.commit(edit('tool', 'b'));
  const topic = origin.commit(edit('app', 'a'));
  origin.git('switch', '--quiet', 'main');
  const main = origin.commit(edit('core', 'b'));
  return { origin, fork, first, topic, main };
}

describe('merge request pipelines', () => {
  const detached = (values: Values) => gitlabJob('gitlab-merge-request', values);

  it('compare the source branch with the merge base that GitLab names, without any other branch', () => {
    const { origin, fork, topic } = history();
    origin.git('update-ref', 'refs/merge-requests/7/head', topic);
    const env = detached({ head: topic, base: fork });
    const clone = gitlabClone(origin, 'refs/merge-requests/7/head');
    expect(changedIn(clone, env)).toMatchObject({
      ids: ['app', 'tool'],
      base: { ref: fork, commit: fork, how: 'merge-request' },
      head: { ref: 'HEAD', commit: topic },
    });
    const flat = gitlabClone(origin, 'refs/merge-requests/7/head', 2);
    expect(changedIn(flat, env)).toMatchObject({ code: 3, error: { code: 'SHALLOW_CLONE' } });
    expect(changedIn(flat, env, '--deepen').ids).toEqual(['app', 'tool']);
  });

  it('do not trust one merge base where the source branch has merges: there may be another', () => {
    const origin = Repository.create(CHAIN);
    origin.git('switch', '--quiet', '--create', 'topic');
    const left = origin.commit(edit('core', 'left'));
    origin.git('switch', '--quiet', 'main');
    const right = origin.commit(edit('tool', 'right'));
    origin.git('merge', '--quiet', '--no-edit', left);
    origin.git('switch', '--quiet', 'topic');
    origin.git('merge', '--quiet', '--no-edit', right);
    const head = origin.commit({ 'packages/core/src/core/core.py': 'VALUE = 1\n' }, 'Take it back');
    for (const base of [left, right]) {
      const clone = gitlabClone(origin, 'refs/heads/topic');
      const env = detached({ head, base });
      expect(changedIn(clone, env)).toMatchObject({ code: 3, error: { code: 'SHALLOW_CLONE' } });
      expect(changedIn(clone, env, '--deepen').ids).toEqual(['core', 'tool']);
    }
  });

  it('compare a merged result, or a merge train, with its first parent', () => {
    const { origin, fork, topic, main } = history();
    origin.git('switch', '--quiet', '--detach', 'main');
    origin.git('merge', '--quiet', '--no-ff', '--no-edit', topic);
    const head = origin.revision('HEAD');
    origin.git('update-ref', 'refs/merge-requests/7/merge', head);
    const env = gitlabJob('gitlab-merged-result', { head, base: fork, source: topic, target: main });
    for (const type of ['merged_result', 'merge_train']) {
      const answer = changedIn(gitlabClone(origin, 'refs/merge-requests/7/merge'), {
        ...env,
        CI_MERGE_REQUEST_EVENT_TYPE: type,
      });
      expect(answer).toMatchObject({ ids: ['app', 'tool'], base: { commit: main, how: 'merge-request' } });
    }
  });

  it('compare a rebased result, where merge commits are not allowed, with the target branch', () => {
    const { origin, fork, topic, main } = history();
    origin.git('switch', '--quiet', '--detach', main);
    const head = origin.commit(edit('app', 'rebased'));
    origin.git('update-ref', 'refs/merge-requests/7/train', head);
    const env = gitlabJob('gitlab-merged-result', { head, base: fork, source: topic, target: main });
    const answer = changedIn(gitlabClone(origin, 'refs/merge-requests/7/train'), env);
    expect(answer).toMatchObject({ ids: ['app'], base: { commit: main } });
  });
});

describe('branch pipelines', () => {
  it('compare with the commit before the push', () => {
    const { origin, first, topic } = history();
    const env = gitlabJob('gitlab-push', { head: topic, branch: 'topic', before: first });
    expect(changedIn(gitlabClone(origin, 'refs/heads/topic'), env)).toMatchObject({
      ids: ['app', 'tool'],
      base: { commit: first, how: 'push' },
    });
    const flat = gitlabClone(origin, 'refs/heads/topic', 1);
    expect(changedIn(flat, env)).toMatchObject({ code: 3, error: { code: 'SHALLOW_CLONE' } });
    expect(changedIn(flat, env, '--deepen')).toMatchObject({ ids: ['app', 'tool'], base: { how: 'push' } });
  });

  it('tell a forced push by its history', () => {
    const { origin, topic, first, main } = history();
    origin.git('branch', '--force', 'topic', first);
    origin.git('switch', '--quiet', 'topic');
    const head = origin.commit(edit('api', 'a'));
    const env = gitlabJob('gitlab-push', { head, branch: 'topic', before: topic });
    for (const depth of [1, 20]) {
      const clone = gitlabClone(origin, 'refs/heads/topic', depth);
      expect(changedIn(clone, env, '--deepen')).toMatchObject({
        ids: ['api', 'tool'],
        base: { ref: 'refs/remotes/origin/main', commit: main, how: 'force-push' },
      });
    }
    origin.git('switch', '--quiet', 'main');
    origin.git('reset', '--quiet', '--hard', 'HEAD~1');
    const replaced = gitlabJob('gitlab-push', { head, branch: 'main', before: main });
    expect(changedIn(gitlabClone(origin, 'refs/heads/main'), replaced, '--deepen')).toMatchObject({
      ids: ['core'],
      base: { commit: main, how: 'force-push' },
    });
  });

  it('compare a new branch with the default branch, and name everything on that', () => {
    const { origin, topic, main } = history();
    const env = gitlabJob('gitlab-push-first', { head: topic, branch: 'topic' });
    const clone = gitlabClone(origin, 'refs/heads/topic');
    expect(changedIn(clone, env)).toMatchObject({ code: 3, error: { code: 'SHALLOW_CLONE' } });
    expect(changedIn(clone, env, '--deepen')).toMatchObject({
      ids: ['app', 'tool'],
      base: { how: 'first-push' },
    });
    const first = gitlabJob('gitlab-push-first', { head: main, branch: 'main' });
    expect(changedIn(gitlabClone(origin, 'refs/heads/main'), first)).toMatchObject({
      ids: ALL,
      base: { how: 'first-push' },
    });
  });
});

describe('other pipelines', () => {
  it('for a tag compare with the release before', () => {
    const { origin, fork } = history();
    origin.git('tag', 'core-v1.0.0', fork);
    origin.git('tag', 'core-v1.1.0');
    const clone = gitlabClone(origin, 'refs/tags/core-v1.1.0');
    const env = gitlabJob('gitlab-tag', { head: clone.revision('HEAD'), tag: 'core-v1.1.0' });
    // The clone is complete, but the runner fetched no other tag.
    expect(changedIn(clone, env)).toMatchObject({ ids: ALL, base: { ref: null, how: 'tag' } });
    expect(changedIn(clone, env, '--deepen')).toMatchObject({
      ids: ['core'],
      base: { ref: 'refs/tags/core-v1.0.0', commit: fork, how: 'tag' },
    });
  });

  it.each(['gitlab-schedule', 'gitlab-web', 'gitlab-api'])('%s names everything', vector => {
    const { origin, main } = history();
    const env = gitlabJob(vector, { head: main });
    expect(changedIn(gitlabClone(origin, 'refs/heads/main'), env)).toMatchObject({
      ids: ALL,
      base: { how: 'everything' },
    });
  });

  it('of another project ask for --base', () => {
    const { origin, main, fork } = history();
    const clone = gitlabClone(origin, 'refs/heads/main');
    const env = gitlabJob('gitlab-pipeline', { head: main });
    expect(changedIn(clone, env)).toMatchObject({ code: 2, error: { code: 'NO_BASE' } });
    expect(changedIn(clone, env, '--base', fork, '--head', 'HEAD').ids).toEqual(['core']);
  });

  it('of a merge request have its base also in child pipelines', () => {
    const { origin, topic, fork } = history();
    const env = gitlabJob('gitlab-merge-request', { head: topic, base: fork });
    const clone = gitlabClone(origin, 'refs/heads/topic');
    expect(changedIn(clone, { ...env, CI_PIPELINE_SOURCE: 'parent_pipeline' }).ids).toEqual(['app', 'tool']);
  });
});
