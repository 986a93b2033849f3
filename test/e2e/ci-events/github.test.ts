import { describe, expect, it } from 'vitest';
import { changedIn, eventText, githubClone, githubJob, obey } from '../../support/ci-jobs.js';
import { CHAIN } from '../../support/packages.js';
import { Repository } from '../../support/repository.js';

const ALL = ['api', 'app', 'core', 'tool'];
const file = (name: string) => `packages/${name}/src/${name}/core.py`;
const edit = (name: string, value: string) => ({ [file(name)]: `VALUE = '${value}'\n` });

/** main: three commits on core, then one on api; topic, from before the last two: one on tool. */
function history() {
  const origin = Repository.create(CHAIN);
  const first = origin.commit(edit('core', 'a'));
  origin.git('switch', '--quiet', '--create', 'topic');
  origin.commit(edit('tool', 'a'));
  const topic = origin.commit(edit('tool', 'b'));
  origin.git('switch', '--quiet', 'main');
  const before = origin.commit(edit('core', 'b'));
  const after = origin.commit(edit('api', 'a'));
  return { origin, first, topic, before, after };
}

/** The same with the merge that GitHub makes for trying a pull request. */
function pullRequest() {
  const all = history();
  const { origin, topic } = all;
  origin.git('switch', '--quiet', '--detach', 'main');
  origin.git('merge', '--quiet', '--no-ff', '--no-edit', topic);
  const merge = origin.revision('HEAD');
  origin.git('update-ref', 'refs/pull/7/merge', merge);
  origin.git('update-ref', 'refs/pull/7/head', topic);
  origin.git('switch', '--quiet', 'main');
  const text = eventText('github-pull-request', { head: topic, base: all.first, merge });
  return { ...all, merge, text };
}

describe('pull_request', () => {
  const onMerge = (text: string, merge: string) =>
    githubJob('pull_request', text, {
      GITHUB_SHA: merge,
      GITHUB_REF: 'refs/pull/7/merge',
      GITHUB_BASE_REF: 'main',
    });

  it('compares the merge that is checked out with its first parent, wherever the event says the base was', () => {
    const { origin, merge, text, after } = pullRequest();
    for (const depth of [2, 0]) {
      const clone = githubClone(origin, 'refs/pull/7/merge', depth);
      expect(changedIn(clone, onMerge(text, merge))).toMatchObject({
        ids: ['tool'],
        base: { commit: after, how: 'pull-request' },
        head: { ref: 'HEAD', commit: merge },
      });
    }
  });

  it('refuses one commit of depth, and fetches one more with --deepen', () => {
    const { origin, merge, text } = pullRequest();
    const clone = githubClone(origin, 'refs/pull/7/merge');
    const refs = clone.git('for-each-ref');
    const refused = changedIn(clone, onMerge(text, merge));
    expect(refused).toMatchObject({ code: 3, error: { code: 'SHALLOW_CLONE' } });
    expect(changedIn(clone, onMerge(text, merge), '--deepen')).toMatchObject({ ids: ['tool'] });
    expect(clone.git('rev-list', '--count', 'HEAD')).toBe('3');
    expect(clone.git('for-each-ref')).toBe(refs);
    expect(changedIn(clone, onMerge(text, merge)).ids).toEqual(['tool']);
  });

  it('is mended by the command that the refusal names', () => {
    const { origin, merge, text } = pullRequest();
    const clone = githubClone(origin, 'refs/pull/7/merge');
    obey(clone, changedIn(clone, onMerge(text, merge)).error);
    expect(changedIn(clone, onMerge(text, merge)).ids).toEqual(['tool']);
  });

  it('compares the head of the pull request with the base branch where that is checked out', () => {
    const { origin, merge, text, first, after } = pullRequest();
    const full = githubClone(origin, 'refs/pull/7/head', 0);
    expect(changedIn(full, onMerge(text, merge))).toMatchObject({
      ids: ['tool'],
      base: { ref: 'refs/remotes/origin/main', commit: after, how: 'pull-request' },
    });
    const clone = githubClone(origin, 'refs/pull/7/head');
    const refused = changedIn(clone, onMerge(text, merge));
    expect(refused).toMatchObject({ code: 3, error: { code: 'SHALLOW_CLONE' } });
    expect(changedIn(clone, onMerge(text, merge), '--deepen').ids).toEqual(['tool']);
    expect(clone.git('merge-base', 'HEAD', 'origin/main')).toBe(first);
  });

  it('unites the merge bases of a criss-cross', () => {
    const origin = Repository.create(CHAIN);
    origin.git('switch', '--quiet', '--create', 'topic');
    const left = origin.commit(edit('core', 'left'));
    origin.git('switch', '--quiet', 'main');
    const right = origin.commit(edit('tool', 'right'));
    origin.git('merge', '--quiet', '--no-edit', left);
    origin.git('switch', '--quiet', 'topic');
    origin.git('merge', '--quiet', '--no-edit', right);
    const head = origin.commit({ [file('core')]: 'VALUE = 1\n' }, 'Take the change back');
    origin.git('update-ref', 'refs/pull/7/head', head);
    const text = eventText('github-pull-request', { head, base: left, merge: head });
    for (const depth of [1, 2, 0]) {
      const clone = githubClone(origin, 'refs/pull/7/head', depth);
      const { ids } = changedIn(clone, githubJob('pull_request', text), '--deepen');
      expect(ids).toEqual(['core', 'tool']);
    }
  });

  it('takes a merge of the user for what it is', () => {
    const { origin, first } = history();
    origin.git('switch', '--quiet', '--create', 'other', first);
    origin.commit(edit('app', 'a'));
    origin.git('merge', '--quiet', '--no-edit', 'topic');
    const head = origin.revision('HEAD');
    const text = eventText('github-pull-request', { head, base: first, merge: head });
    const clone = githubClone(origin, 'refs/heads/other', 0);
    expect(changedIn(clone, githubJob('pull_request', text)).ids).toEqual(['app', 'tool']);
  });

  it('compares a squashed pull request, after the merge, with the branch before it', () => {
    const { origin, topic, after } = history();
    origin.git('merge', '--quiet', '--squash', topic);
    const merge = origin.commit({}, 'Squashed');
    const text = eventText('github-pull-request-merged', { head: topic, base: after, merge });
    const env = githubJob('pull_request', text, { GITHUB_SHA: merge, GITHUB_REF: 'refs/heads/main' });
    const clone = githubClone(origin, 'refs/heads/main');
    expect(changedIn(clone, env)).toMatchObject({ code: 3 });
    expect(changedIn(clone, env, '--deepen')).toMatchObject({ ids: ['tool'], base: { commit: after } });
  });
});

describe('pull_request_target', () => {
  const onTarget = (text: string, sha: string) =>
    githubJob('pull_request_target', text, {
      GITHUB_SHA: sha,
      GITHUB_REF: 'refs/heads/main',
      GITHUB_BASE_REF: 'main',
    });

  it('does not take the base branch, which it runs on, for the pull request', () => {
    const { origin, text, after } = pullRequest();
    origin.git('merge', '--quiet', '--no-ff', '--no-edit', 'topic');
    for (const [ref, depth] of [
      ['refs/heads/main', 1],
      ['refs/heads/main', 0],
    ] as const) {
      const clone = githubClone(origin, ref, depth);
      const env = onTarget(text, clone.revision('HEAD'));
      const other = text.replaceAll(origin.revision('topic'), after);
      const env2 = onTarget(other, clone.revision('HEAD'));
      for (const each of [env, env2])
        expect(changedIn(clone, each)).toMatchObject({ code: 2, error: { code: 'NO_BASE' } });
    }
  });

  it('compares the head of the pull request, or its merge, where a job has checked that out', () => {
    const { origin, text, after } = pullRequest();
    for (const ref of ['refs/pull/7/head', 'refs/pull/7/merge']) {
      const clone = githubClone(origin, ref);
      expect(changedIn(clone, onTarget(text, after), '--deepen')).toMatchObject({
        ids: ['tool'],
        base: { commit: after, how: 'pull-request' },
      });
    }
  });
});

describe('push to a branch', () => {
  it('compares with the commit before the push', () => {
    const { origin, first, after } = history();
    const env = githubJob('push', eventText('github-push', { before: first, after }));
    const clone = githubClone(origin, 'refs/heads/main');
    expect(changedIn(clone, env)).toMatchObject({ code: 3, error: { code: 'SHALLOW_CLONE' } });
    expect(changedIn(clone, env, '--deepen')).toMatchObject({
      ids: ['api', 'core'],
      base: { ref: first, commit: first, how: 'push' },
    });
    // The commit alone was fetched, without what lies between.
    expect(clone.git('cat-file', '--batch-all-objects', '--batch-check').match(/ commit /g)?.length).toBe(2);
    expect(changedIn(githubClone(origin, 'refs/heads/main', 0), env).ids).toEqual(['api', 'core']);
  });

  it('is mended by the command that the refusal names', () => {
    const { origin, first, after } = history();
    const env = githubJob('push', eventText('github-push', { before: first, after }));
    const clone = githubClone(origin, 'refs/heads/main');
    obey(clone, changedIn(clone, env).error);
    expect(changedIn(clone, env).ids).toEqual(['api', 'core']);
  });

  it('does not count what a step of the job has written', () => {
    const { origin, before, after } = history();
    const clone = githubClone(origin, 'refs/heads/main', 0);
    clone.write({ 'packages/tool/report.xml': 'x\n', ...edit('core', 'changed by a step') });
    const env = githubJob('push', eventText('github-push', { before, after }));
    expect(changedIn(clone, env).ids).toEqual(['api']);
    const outside = changedIn(clone, {}, '--base', before);
    expect(outside.ids).toEqual(['api', 'core', 'tool']);
  });

  it('compares a forced push of a branch with where it left the default branch', () => {
    const { origin, topic } = history();
    origin.git('switch', '--quiet', '--create', 'replaced', 'main~1');
    origin.git('branch', '--force', 'topic', 'main~1');
    origin.git('switch', '--quiet', 'topic');
    const after = origin.commit(edit('app', 'a'));
    const env = githubJob('push', eventText('github-push-force-topic', { before: topic, after }));
    const clone = githubClone(origin, 'refs/heads/topic');
    expect(changedIn(clone, env)).toMatchObject({ code: 3, error: { code: 'SHALLOW_CLONE' } });
    expect(changedIn(clone, env, '--deepen')).toMatchObject({ ids: ['app'], base: { how: 'force-push' } });
    expect(changedIn(githubClone(origin, 'refs/heads/topic', 0), env).ids).toEqual(['app']);
  });

  it('compares a forced push of the default branch with what it replaced', () => {
    const { origin, first, after: replaced } = history();
    origin.git('reset', '--quiet', '--hard', first);
    const after = origin.commit(edit('app', 'a'));
    const env = githubJob('push', eventText('github-push-force-main', { before: replaced, after }));
    for (const depth of [1, 0]) {
      const clone = githubClone(origin, 'refs/heads/main', depth);
      const refused = changedIn(clone, env);
      expect(refused).toMatchObject({ code: 3, error: { code: 'SHALLOW_CLONE' } });
      expect(changedIn(clone, env, '--deepen')).toMatchObject({
        ids: ['api', 'app', 'core'],
        base: { commit: replaced, how: 'force-push' },
      });
    }
    const clone = githubClone(origin, 'refs/heads/main', 0);
    obey(clone, changedIn(clone, env).error);
    expect(changedIn(clone, env).ids).toEqual(['api', 'app', 'core']);
  });

  it('compares the first push of a branch with where it left the default branch', () => {
    const { origin, topic } = history();
    const env = githubJob('push', eventText('github-push-first-topic', { after: topic }));
    const clone = githubClone(origin, 'refs/heads/topic');
    expect(changedIn(clone, env)).toMatchObject({ code: 3, error: { code: 'SHALLOW_CLONE' } });
    expect(changedIn(clone, env, '--deepen')).toMatchObject({ ids: ['tool'], base: { how: 'first-push' } });
    expect(changedIn(githubClone(origin, 'refs/heads/topic', 0), env).ids).toEqual(['tool']);
  });

  it('names everything at the first push of the default branch', () => {
    const { origin, after } = history();
    const env = githubJob('push', eventText('github-push-first-main', { after }));
    expect(changedIn(githubClone(origin, 'refs/heads/main'), env)).toMatchObject({
      ids: ALL,
      base: { ref: null, commit: null, how: 'first-push' },
    });
  });

  it('finds out where Forgejo and Gitea do not say whether it was forced', () => {
    const { origin, topic, first } = history();
    const plain = githubJob('push', eventText('forgejo-push', { before: first, after: topic }));
    const forced = githubJob(
      'push',
      eventText('forgejo-push', { before: origin.revision('main'), after: topic }),
    );
    for (const depth of [1, 0]) {
      const clone = githubClone(origin, 'refs/heads/topic', depth);
      expect(changedIn(clone, plain, '--deepen')).toMatchObject({ ids: ['tool'], base: { how: 'push' } });
      expect(changedIn(clone, forced, '--deepen')).toMatchObject({
        ids: ['tool'],
        base: { how: 'force-push' },
      });
    }
  });
});

describe('merge_group', () => {
  it('compares with the commit that the group is built on', () => {
    const { origin, merge, after } = pullRequest();
    const env = githubJob('merge_group', eventText('github-merge-group', { head: merge, base: after }));
    const clone = githubClone(origin, 'refs/pull/7/merge');
    expect(changedIn(clone, env)).toMatchObject({ code: 3, error: { code: 'SHALLOW_CLONE' } });
    expect(changedIn(clone, env, '--deepen')).toMatchObject({
      ids: ['tool'],
      base: { commit: after, how: 'merge-group' },
    });
  });
});

describe('schedule and dispatch', () => {
  it.each([
    ['schedule', 'github-schedule'],
    ['workflow_dispatch', 'github-workflow-dispatch'],
    ['repository_dispatch', 'github-repository-dispatch'],
  ])('%s names everything', (name, vector) => {
    const clone = githubClone(history().origin, 'refs/heads/main');
    expect(changedIn(clone, githubJob(name, eventText(vector, {})))).toMatchObject({
      ids: ALL,
      base: { ref: null, commit: null, how: 'everything' },
    });
  });
});

describe('events without a base', () => {
  it.each([
    ['workflow_run', 'github-workflow-run'],
    ['issues', 'github-issues'],
    ['push', 'github-push-deleted'],
    ['\u001b[31m::error::x', 'github-issues'],
  ])('%s is an error that asks for --base', (name, vector) => {
    const { origin, topic, before } = history();
    const clone = githubClone(origin, 'refs/heads/main', 0);
    const env = githubJob(name, eventText(vector, { head: topic, before }));
    const refused = changedIn(clone, env);
    expect(refused).toMatchObject({ code: 2, error: { code: 'NO_BASE' } });
    expect(refused.error.hint).toContain('--base');
    expect(changedIn(clone, env, '--base', before).ids).toEqual(['api']);
    expect(changedIn(clone, env, '--package', 'tool').ids).toEqual(['tool']);
    expect(changedIn(clone, env, '--all').ids).toEqual(ALL);
  });
});
