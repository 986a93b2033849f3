import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { changedIn, eventText, githubClone, githubJob, gitlabJob } from '../../support/ci-jobs.js';
import { hermeticEnvironment } from '../../support/git-environment.js';
import { CHAIN } from '../../support/packages.js';
import { Repository, temporaryFolder } from '../../support/repository.js';

const file = 'packages/core/src/core/core.py';

function repository() {
  const origin = Repository.create(CHAIN);
  const before = origin.revision('HEAD');
  return { origin, before, after: origin.commit({ [file]: 'VALUE = 2\n' }) };
}

describe('an event file', () => {
  const { parse } = JSON;
  const push = (change: (payload: Record<string, unknown>) => void) => {
    const payload = parse(eventText('github-push', { before: 'b'.repeat(40), after: 'a'.repeat(40) }));
    change(payload);
    return JSON.stringify(payload);
  };
  const faulty: [string, string, string][] = [
    ['is empty', 'push', ''],
    ['is cut off', 'push', '{"ref":"refs/heads/main",'],
    ['is no object', 'push', '["refs/heads/main"]'],
    ['is null', 'push', 'null'],
    ['is nested deeply', 'push', '['.repeat(200_000)],
    ['has no ref', 'push', push(payload => delete payload.ref)],
    ['names a ref of another kind', 'push', push(payload => Object.assign(payload, { ref: 'refs/notes/x' }))],
    ['names an option', 'push', push(payload => Object.assign(payload, { before: '--output=x' }))],
    ['names a short id', 'push', push(payload => Object.assign(payload, { before: 'abc1234' }))],
    [
      'names an id with a line break',
      'push',
      push(payload => Object.assign(payload, { before: `${'a'.repeat(40)}\n` })),
    ],
    [
      'names an id that is a list',
      'push',
      push(payload => Object.assign(payload, { before: [1], created: false, repository: {} })),
    ],
    [
      'names a branch that git forbids',
      'push',
      push(payload =>
        Object.assign(payload, {
          before: '0'.repeat(40),
          ref: 'refs/heads/x',
          repository: { default_branch: 'a..b' },
        }),
      ),
    ],
    [
      'names a branch like an option',
      'push',
      push(payload =>
        Object.assign(payload, {
          before: '0'.repeat(40),
          ref: 'refs/heads/x',
          repository: { default_branch: '--upload-pack=x' },
        }),
      ),
    ],
    ['has no pull request', 'pull_request', '{}'],
    ['has keys of a prototype only', 'pull_request', '{"__proto__":{"pull_request":{"head":{"sha":"x"}}}}'],
    ['has no base', 'merge_group', '{"merge_group":{}}'],
    ['has no tag', 'release', '{"release":{"tag_name":null}}'],
    ['names a tag that git forbids', 'release', '{"release":{"tag_name":"a b"}}'],
  ];

  it.each(faulty)('that %s is an error', (_, name, text) => {
    const { origin } = repository();
    const refused = changedIn(origin, githubJob(name, text));
    expect(refused).toMatchObject({ code: 2, error: { code: 'EVENT_INVALID' } });
    expect(refused.error.hint).toContain('--base');
  });

  it('that is missing, a folder or no regular file is an error', () => {
    const { origin, before } = repository();
    const folder = temporaryFolder();
    for (const path of [join(folder, 'none.json'), folder, '/dev/null/x', '/dev/zero']) {
      const env = { ...githubJob('push', '{}'), GITHUB_EVENT_PATH: path };
      expect(changedIn(origin, env)).toMatchObject({ code: 6, error: { code: 'UNREADABLE_FILE' } });
      expect(changedIn(origin, env, '--base', before).ids).toEqual(['core']);
    }
    const unset = { ...githubJob('push', '{}'), GITHUB_EVENT_PATH: undefined };
    expect(changedIn(origin, unset)).toMatchObject({ code: 2, error: { code: 'EVENT_INVALID' } });
  });

  it('that is larger than any webhook is not read', () => {
    const { origin } = repository();
    const env = githubJob('push', '{}');
    truncateSync(env.GITHUB_EVENT_PATH as string, 30 * 1024 * 1024);
    expect(changedIn(origin, env)).toMatchObject({ code: 2, error: { code: 'EVENT_INVALID' } });
  });

  it('may be a link and begin with a byte order mark', () => {
    const { origin, before, after } = repository();
    const env = githubJob('push', `\ufeff${eventText('github-push', { before, after })}`);
    const link = join(temporaryFolder(), 'event.json');
    symlinkSync(env.GITHUB_EVENT_PATH as string, link);
    expect(changedIn(origin, { ...env, GITHUB_EVENT_PATH: link }).ids).toEqual(['core']);
  });
});

describe('variables of GitLab', () => {
  it.each([
    ['CI_COMMIT_BEFORE_SHA', '$(id)'],
    ['CI_COMMIT_BRANCH', '-x'],
    ['CI_COMMIT_BRANCH', ''],
    ['CI_DEFAULT_BRANCH', 'a b'],
    ['CI_COMMIT_TAG', 'a..b'],
  ])('%s = %j is an error', (name, value) => {
    const { origin, before, after } = repository();
    const env = gitlabJob('gitlab-push', { branch: 'main', before, head: after });
    expect(changedIn(origin, { ...env, [name]: value })).toMatchObject({
      code: 2,
      error: { code: 'EVENT_INVALID' },
    });
  });
});

describe('outside of CI', () => {
  it('a job that does not say what it was started for is none', () => {
    const { origin, before } = repository();
    origin.publish();
    origin.commit({ [file]: 'VALUE = 3\n' });
    for (const env of [{ GITHUB_ACTIONS: 'true' }, { GITLAB_CI: 'true' }, { CI: 'true' }])
      expect(changedIn(origin, env).base.how).toBe('default-branch');
    expect(changedIn(origin, { GITHUB_EVENT_NAME: 'issues' }, '--base', before).ids).toEqual(['core']);
  });
});

describe('--deepen', () => {
  function shallow() {
    const { origin, before, after } = repository();
    const env = githubJob('push', eventText('github-push', { before, after }));
    return { origin, before, env, clone: githubClone(origin, 'refs/heads/main') };
  }

  it('is the only use of the network: without it a remote that is gone is not noticed', () => {
    const { clone, env } = shallow();
    clone.git('remote', 'set-url', 'origin', 'file:///nonexistent/x.git');
    expect(changedIn(clone, env)).toMatchObject({ code: 3, error: { code: 'SHALLOW_CLONE' } });
    expect(changedIn(clone, env, '--deepen')).toMatchObject({
      code: 4,
      error: { code: 'REMOTE_UNREACHABLE' },
    });
    clone.git('remote', 'remove', 'origin');
    expect(changedIn(clone, env, '--deepen')).toMatchObject({
      code: 4,
      error: { code: 'REMOTE_UNREACHABLE' },
    });
  });

  it('says so where the remote has not what is missing', () => {
    const { clone, origin } = shallow();
    const gone = githubJob(
      'push',
      eventText('github-push', { before: 'd'.repeat(40), after: 'e'.repeat(40) }),
    );
    expect(changedIn(clone, gone, '--deepen')).toMatchObject({ code: 4 });
    origin.git('branch', '--move', 'trunk');
    clone.git('update-ref', '-d', 'refs/remotes/origin/main');
    const first = githubJob('push', eventText('github-push-first-topic', { after: 'e'.repeat(40) }));
    expect(changedIn(clone, first, '--deepen')).toMatchObject({ code: 3, error: { code: 'SHALLOW_CLONE' } });
  });

  it('ends where the remote itself is shallow', () => {
    const { origin } = repository();
    for (let index = 0; index < 5; index++) origin.commit({ [file]: `VALUE = ${index}0\n` });
    origin.git('branch', 'topic', 'HEAD~3');
    const middle = origin.clone('--depth=2', '--no-single-branch');
    middle.git('branch', 'topic', 'origin/topic');
    const clone = middle.clone('--depth=1', '--no-single-branch');
    const refused = changedIn(clone, {}, '--base', 'origin/topic', '--deepen');
    expect(refused).toMatchObject({ code: 3, error: { code: 'SHALLOW_CLONE' } });
  });

  it('also serves a base that is given: a branch, a tag, an id, an earlier commit', () => {
    const { origin, before } = repository();
    origin.git('tag', 'v0', before);
    for (const base of ['origin/topic', 'v0', before, 'HEAD~1', before.slice(0, 10)]) {
      origin.git('branch', '--force', 'topic', before);
      const clone = githubClone(origin, 'refs/heads/main');
      expect(changedIn(clone, {}, '--base', base, '--deepen').ids).toEqual(['core']);
    }
    const clone = githubClone(origin, 'refs/heads/main');
    for (const base of ['nothing', '--upload-pack=x', 'a b', 'x*'])
      expect(changedIn(clone, {}, `--base=${base}`, '--deepen').code).toBeGreaterThan(1);
  });

  it('finds the default branch where a clone has only another one', () => {
    const { origin, before } = repository();
    origin.git('switch', '--quiet', '--create', 'topic', before);
    origin.commit({ 'packages/tool/x.py': 'x\n' });
    origin.git('switch', '--quiet', 'main');
    origin.git('branch', '--move', 'develop');
    const clone = githubClone(origin, 'refs/heads/topic');
    expect(changedIn(clone, {}, '--deepen')).toMatchObject({
      ids: ['tool'],
      base: { ref: 'refs/remotes/origin/HEAD', how: 'default-branch' },
    });
  });

  it('leaves a complete clone complete, and branches, tags and FETCH_HEAD as they are', () => {
    const { origin, before, after } = repository();
    const clone = githubClone(origin, 'refs/heads/main', 0);
    origin.git('switch', '--quiet', '--create', 'gone', before);
    const lost = origin.commit({ 'packages/tool/x.py': 'x\n' });
    origin.git('switch', '--quiet', 'main');
    origin.git('branch', '--delete', '--force', 'gone');
    origin.git('tag', 'new');
    const refs = clone.git('for-each-ref');
    rmSync(join(clone.root, '.git/FETCH_HEAD'), { force: true });
    const env = githubJob('push', eventText('github-push-force-main', { before: lost, after }));
    expect(changedIn(clone, env, '--deepen').ids).toEqual(['core', 'tool']);
    expect(clone.git('rev-parse', '--is-shallow-repository')).toBe('false');
    expect(clone.git('for-each-ref')).toBe(refs);
    expect(() => readFileSync(join(clone.root, '.git/FETCH_HEAD'))).toThrow();
  });

  it('runs no hook, and no program that the repository configures', () => {
    const { clone, env } = shallow();
    const hooks = join(temporaryFolder(), 'hooks');
    const canary = join(hooks, 'canary');
    mkdirSync(hooks);
    writeFileSync(join(hooks, 'reference-transaction'), `#!/bin/sh\ntouch '${canary}'\n`, { mode: 0o755 });
    clone.git('config', 'core.hooksPath', hooks);
    clone.git('config', 'core.fsmonitor', `touch '${canary}'`);
    expect(changedIn(clone, env, '--deepen').ids).toEqual(['core']);
    expect(() => readFileSync(canary)).toThrow();
    execFileSync('git', ['branch', 'x'], { cwd: clone.root, env: hermeticEnvironment() });
    expect(readFileSync(canary, 'utf8')).toBe('');
  });
});
