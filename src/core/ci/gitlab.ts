import {
  type BaseRequest,
  type BaseRule,
  type Candidate,
  type Environment,
  objectId,
  requireName,
} from './event.js';

/** Sources of pipelines that stand for no change: what they are to look at is the whole repository. */
const WITHOUT_CHANGE = new Set(['schedule', 'web', 'api', 'trigger', 'chat', 'webide']);

/**
 * What a job of GitLab CI compares, by "Predefined CI/CD variables reference". There is no event file.
 * @throws EVENT_INVALID
 */
export function gitlabRequest(env: Environment): BaseRequest {
  const source = env.CI_PIPELINE_SOURCE ?? '';
  const event = `the pipeline source ${JSON.stringify(source.slice(0, 100))}`;
  const request = (candidates: Candidate[]): BaseRequest => ({
    event,
    candidates,
    otherwise: 'relctl knows no base for it',
  });
  // A child pipeline has the merge request of its parent.
  if (source === 'merge_request_event' || (source === 'parent_pipeline' && isSet(env.CI_MERGE_REQUEST_IID)))
    return request(mergeRequest(env));
  if (WITHOUT_CHANGE.has(source)) return request([{ kind: 'everything', how: 'everything' }]);
  if (source !== 'push') return request([]);
  if (isSet(env.CI_COMMIT_TAG))
    return request([
      { kind: 'previous-tag', how: 'tag', tag: requireName('CI_COMMIT_TAG', env.CI_COMMIT_TAG) },
    ]);
  return request(push(env));
}

/** Merged results and merge trains run on a merge that GitLab makes; all others on the source branch. */
function mergeRequest(env: Environment): Candidate[] {
  const how = 'merge-request';
  const branch = requireName('CI_MERGE_REQUEST_TARGET_BRANCH_NAME', env.CI_MERGE_REQUEST_TARGET_BRANCH_NAME);
  const source = variableId(env, 'CI_MERGE_REQUEST_SOURCE_BRANCH_SHA');
  const target = variableId(env, 'CI_MERGE_REQUEST_TARGET_BRANCH_SHA');
  const mergeBase = variableId(env, 'CI_MERGE_REQUEST_DIFF_BASE_SHA');
  return [
    ...(source === null
      ? []
      : [{ kind: 'first-parent', how, second: source, merge: null, elsewhere: null } as const]),
    // Where the project forbids merge commits, they run on the source branch rebased.
    ...(target === null ? [] : [{ kind: 'ancestor', how, commit: target } as const]),
    { kind: 'branch', how, branch, head: null, mergeBase },
  ];
}

/** GitLab does not say whether a push was forced: then the commit before is no ancestor. */
function push(env: Environment): Candidate[] {
  const branch = requireName('CI_COMMIT_BRANCH', env.CI_COMMIT_BRANCH);
  const main = requireName('CI_DEFAULT_BRANCH', env.CI_DEFAULT_BRANCH);
  const before = variableId(env, 'CI_COMMIT_BEFORE_SHA');
  const sinceMain = (how: BaseRule): Candidate => ({
    kind: 'branch',
    how,
    branch: main,
    head: null,
    mergeBase: null,
  });
  if (before === null)
    return [branch === main ? { kind: 'everything', how: 'first-push' } : sinceMain('first-push')];
  return [
    { kind: 'ancestor', how: 'push', commit: before },
    branch === main
      ? { kind: 'commit', how: 'force-push', commit: before, head: null }
      : sinceMain('force-push'),
  ];
}

function variableId(env: Environment, name: string): string | null {
  return objectId(name, env[name]);
}

function isSet(value: string | undefined): boolean {
  return value !== undefined && value !== '';
}
