import {
  type BaseRequest,
  type BaseRule,
  type Candidate,
  type Environment,
  invalid,
  objectId,
  requireId,
  requireName,
} from './event.js';

type Payload = Readonly<Record<string, unknown>>;

/** Events with a pull request whose job gets the merge that GitHub makes for trying it, `refs/pull/N/merge`. */
const ON_PULL_REQUEST = new Set(['pull_request', 'pull_request_review', 'pull_request_review_comment']);

/** Events of no change: what they are to look at is the whole repository. */
const WITHOUT_CHANGE = new Set(['schedule', 'workflow_dispatch', 'repository_dispatch']);

const NOT_ITS_HEAD =
  'what is checked out is neither the head of the pull request nor its merge, so it says nothing about the pull request';

/**
 * What a job of GitHub Actions compares, by "Events that trigger workflows" and the webhook payloads.
 * @param payload the parsed file of `GITHUB_EVENT_PATH`
 * @throws EVENT_INVALID
 */
export function githubRequest(env: Environment, payload: Payload): BaseRequest {
  const name = env.GITHUB_EVENT_NAME ?? '';
  const event = `the event ${JSON.stringify(name.slice(0, 100))}`;
  const request = (candidates: Candidate[], otherwise: string): BaseRequest => ({
    event,
    candidates,
    otherwise,
  });
  if (ON_PULL_REQUEST.has(name)) return request(pullRequest(payload, testMerge(env), null), NOT_ITS_HEAD);
  // This one runs on the base branch, whose tip may be a merge too.
  if (name === 'pull_request_target')
    return request(pullRequest(payload, null, objectId('GITHUB_SHA', env.GITHUB_SHA)), NOT_ITS_HEAD);
  if (name === 'merge_group') return request([mergeGroup(payload)], '');
  if (name === 'push') {
    if (payload.deleted === true) return request([], 'it deleted a branch or a tag');
    return request(push(payload), '');
  }
  if (name === 'create') return request(create(payload), '');
  if (name === 'release') {
    const tag = requireName('release.tag_name', textAt(payload, 'release', 'tag_name'));
    return request([{ kind: 'previous-tag', how: 'tag', tag }], '');
  }
  if (WITHOUT_CHANGE.has(name)) return request([{ kind: 'everything', how: 'everything' }], '');
  return request([], 'relctl knows no base for it');
}

/** The commit of the job, where that is a merge made for trying the pull request. */
function testMerge(env: Environment): string | null {
  return /^refs\/pull\/\d+\/merge$/.test(env.GITHUB_REF ?? '')
    ? objectId('GITHUB_SHA', env.GITHUB_SHA)
    : null;
}

/** @param elsewhere the commit of a job that is known not to have the pull request */
function pullRequest(payload: Payload, merge: string | null, elsewhere: string | null): Candidate[] {
  const head = requireId('pull_request.head.sha', textAt(payload, 'pull_request', 'head', 'sha'));
  const branch = requireName('pull_request.base.ref', textAt(payload, 'pull_request', 'base', 'ref'));
  const how = 'pull-request';
  return [
    { kind: 'branch', how, branch, head, mergeBase: null },
    { kind: 'first-parent', how, second: head, merge, elsewhere },
    ...mergedPullRequest(payload),
  ];
}

/** A job after the merge has the base branch: squashed or rebased commits, from where the branch was before. */
function mergedPullRequest(payload: Payload): Candidate[] {
  const merged = objectId(
    'pull_request.merge_commit_sha',
    textAt(payload, 'pull_request', 'merge_commit_sha'),
  );
  const base = objectId('pull_request.base.sha', textAt(payload, 'pull_request', 'base', 'sha'));
  if (at(payload, 'pull_request', 'merged') !== true || merged === null || base === null) return [];
  return [{ kind: 'commit', how: 'pull-request', commit: base, head: merged }];
}

function mergeGroup(payload: Payload): Candidate {
  const commit = requireId('merge_group.base_sha', textAt(payload, 'merge_group', 'base_sha'));
  return { kind: 'commit', how: 'merge-group', commit, head: null };
}

function push(payload: Payload): Candidate[] {
  const ref = textAt(payload, 'ref') ?? '';
  if (ref.startsWith('refs/tags/'))
    return [{ kind: 'previous-tag', how: 'tag', tag: requireName('ref', ref.slice('refs/tags/'.length)) }];
  if (!ref.startsWith('refs/heads/')) throw invalid('ref names neither a branch nor a tag');
  const branch = requireName('ref', ref.slice('refs/heads/'.length));
  const before = objectId('before', textAt(payload, 'before'));
  if (before === null) return newBranch(payload, branch, 'first-push');
  const whole = (how: BaseRule): Candidate => ({ kind: 'commit', how, commit: before, head: null });
  if (payload.forced === false) return [whole('push')];
  const isDefault = branch === defaultBranch(payload);
  const replaced = isDefault ? [whole('force-push')] : newBranch(payload, branch, 'force-push');
  // Forgejo and Gitea do not say whether a push was forced.
  return payload.forced === true
    ? replaced
    : [{ kind: 'ancestor', how: 'push', commit: before }, ...replaced];
}

/** The default branch itself has nothing before it. */
function newBranch(payload: Payload, branch: string, how: BaseRule): Candidate[] {
  const main = requireName('repository.default_branch', defaultBranch(payload));
  if (branch === main) return [{ kind: 'everything', how }];
  return [{ kind: 'branch', how, branch: main, head: null, mergeBase: null }];
}

function create(payload: Payload): Candidate[] {
  const name = requireName('ref', textAt(payload, 'ref')?.replace(/^refs\/(?:heads|tags)\//, ''));
  return at(payload, 'ref_type') === 'tag'
    ? [{ kind: 'previous-tag', how: 'tag', tag: name }]
    : newBranch(payload, name, 'first-push');
}

function defaultBranch(payload: Payload): string | null {
  return textAt(payload, 'repository', 'default_branch');
}

function textAt(payload: Payload, ...keys: readonly string[]): string | null {
  const value = at(payload, ...keys);
  return typeof value === 'string' ? value : null;
}

function at(value: unknown, ...keys: readonly string[]): unknown {
  return keys.reduce<unknown>(
    (current, key) =>
      typeof current === 'object' && current !== null && Object.hasOwn(current, key)
        ? (current as Payload)[key]
        : undefined,
    value,
  );
}
