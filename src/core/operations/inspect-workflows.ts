import { RelctlError } from '../errors.js';
import type { History } from '../ports.js';
import { parseTag } from '../tags/template.js';
import { differingFiles, uncommitted, type WorkflowTexts } from '../workflows/elsewhere.js';
import { WORKFLOW_FOLDER } from '../workflows/files.js';
import { type Push, splitRef, tagPush } from '../workflows/push.js';
import { findProblems, problemsOfRefs } from '../workflows/rules/all.js';
import type { ExaminedRef } from '../workflows/rules/inspection.js';
import { packageOf } from '../workflows/rules/inspection.js';
import { skipWord } from '../workflows/skip-word.js';
import { describeStart, type Start, startedBy } from '../workflows/starts.js';
import { hasFilter } from '../workflows/trigger.js';
import type { Workflow } from '../workflows/workflow.js';
import type { Package } from '../workspace/package.js';
import { PathIndex } from '../workspace/path-index.js';
import type { Problem, Warning } from '../workspace/problem.js';
import type { Workspace } from '../workspace/workspace.js';
import { aboutWorkTree, type WorkFiles, workTreeTexts } from './compare-work-tree.js';
import type { Depth } from './load-workspace.js';
import { nextTags, preReleased } from './next-tags.js';
import { readWorkflows } from './read-workflows.js';
import { type GivenRef, resolveRefs } from './resolve-refs.js';
import { statedVersions } from './stated-versions.js';

export interface WorkflowsResult {
  readonly refs: readonly RefResult[];
  readonly problems: readonly Problem[];
}

export interface RefResult {
  /** The full name. */
  readonly ref: string;
  /** Null for a branch, the tag of a group, and a tag that belongs to none. */
  readonly package: string | null;
  readonly starts: readonly Start[];
}

export interface WorkflowsRequest {
  /** Full or short names; empty: the next tag of every package. */
  readonly refs: readonly string[];
  /** The files that pushes of branches change. */
  readonly paths: readonly string[];
}

export interface WorkflowsPorts {
  readonly history: Pick<
    History,
    'commitTree' | 'commitFolder' | 'commitMessage' | 'commitsOfRefs' | 'tags' | 'workTree'
  >;
  readonly files: WorkFiles;
  workspace(depth: Depth): Promise<Workspace>;
}

export interface WorkflowsAnswer {
  readonly result: WorkflowsResult;
  readonly warnings: readonly Warning[];
  /** Null where no package mattered. */
  readonly workspace: Workspace | null;
}

/**
 * Which workflows pushes start, and what is wrong with them. Workflow files and skip words are those of the commit that
 * a reference is at; of one that is not there yet, those of HEAD.
 * @throws NO_COMMIT, USAGE for a name that can be no branch or tag
 */
export function inspectWorkflows(ports: WorkflowsPorts, request: WorkflowsRequest): Promise<WorkflowsAnswer> {
  return request.refs.length === 0 ? inspectRepository(ports) : inspectRefs(ports, request);
}

async function inspectRefs(
  ports: WorkflowsPorts,
  { refs, paths }: WorkflowsRequest,
): Promise<WorkflowsAnswer> {
  const loading = refs.every(ref => ref.startsWith('refs/heads/')) ? null : ports.workspace('edges');
  // Whoever waits for it gets its failure; git looks at full names meanwhile.
  loading?.catch(() => {});
  const isFull = refs.every(ref => /^(?:refs\/)?(?:tags|heads)\//.test(ref));
  const given = await resolveRefs(ports.history, refs, isFull ? [] : ((await loading)?.packages ?? []));
  const states = new Map<string, State>();
  for (const { commit } of given) {
    if (!states.has(commit)) states.set(commit, await stateAt(ports.history, commit));
  }
  const workspace = await loading;
  const examined = given.map(each => {
    const state = states.get(each.commit) as State;
    return examine(
      pushOf(each, paths, state),
      packagesOf(each.ref, workspace?.packages ?? []),
      state.workflows,
    );
  });
  const files = [...states.values()].map(({ workflows }) => workflows);
  const texts = [...states.values()].map(state => state.texts);
  const here = await workTreeTexts(ports.files, ports.history, texts);
  const judged = given.map(({ commit }, index) => ({
    ref: examined[index] as ExaminedRef,
    texts: (states.get(commit) as State).texts,
    byHead: commit === 'HEAD',
  }));
  return {
    result: {
      refs: examined.map(describeRef),
      problems: accepted(problemsOfRefs(files, examined), workspace),
    },
    warnings: [
      ...(paths.length === 0 ? examined.flatMap(withoutPaths) : []),
      ...(await aboutWorkTree(judged, here)),
    ],
    workspace,
  };
}

async function inspectRepository({
  history,
  files,
  workspace: load,
}: WorkflowsPorts): Promise<WorkflowsAnswer> {
  const loading = load('edges').then(async workspace => ({
    workspace,
    versions: await statedVersions(workspace, () => history.workTree()),
  }));
  const [{ workspace, versions }, { tree, ...state }] = await Promise.all([loading, wholeState(history)]);
  const here = await workTreeTexts(files, history, [state.texts]);
  const word = skipWord(state.message);
  const names = await nextTags(workspace.packages, versions, history);
  const tags = [...names].map(([name, packages]) => examine(tagPush(name, word), packages, state.workflows));
  const problems = findProblems({
    workflows: state.workflows,
    texts: state.texts,
    packages: workspace.packages,
    tags,
    preReleased: await preReleased(tags, versions, history),
    index: new PathIndex(tree.paths),
    releaseMessage: { word: skipWord(workspace.config.bump.message), file: workspace.config.file },
  });
  return {
    result: { refs: tags.map(describeRef), problems: accepted(problems, workspace) },
    warnings: here === null ? [] : uncommitted(differingFiles(state.texts, here)),
    workspace,
  };
}

/** What a commit holds that decides about workflows. */
interface State {
  readonly workflows: readonly Workflow[];
  readonly texts: WorkflowTexts;
  readonly message: string;
}

async function stateAt(history: WorkflowsPorts['history'], commit: string): Promise<State> {
  const tree = await history
    .commitFolder(commit, WORKFLOW_FOLDER)
    .catch(error => unborn(history, commit, error));
  // Asked for together, so that one process reads both.
  const [message, read] = await Promise.all([history.commitMessage(commit), readWorkflows(tree)]);
  return { ...read, message: message ?? '' };
}

async function wholeState(history: WorkflowsPorts['history']) {
  const tree = await history.commitTree('HEAD').catch(error => unborn(history, 'HEAD', error));
  const [message, read] = await Promise.all([history.commitMessage('HEAD'), readWorkflows(tree)]);
  return { ...read, tree, message: message ?? '' };
}

/** Git says of a repository without a commit only that HEAD is no name. */
async function unborn(history: WorkflowsPorts['history'], commit: string, error: unknown): Promise<never> {
  if (commit === 'HEAD' && (await history.commitMessage(commit)) === null)
    throw new RelctlError('NO_COMMIT', 'the repository has no commit yet');
  throw error;
}

function pushOf({ ref, creates }: GivenRef, paths: readonly string[], { message }: State): Push {
  const { kind, name } = splitRef(ref) as NonNullable<ReturnType<typeof splitRef>>;
  return { ref, kind, name, creates, paths: kind === 'tag' ? [] : paths, skipWord: skipWord(message) };
}

function examine(push: Push, packages: readonly Package[], workflows: readonly Workflow[]): ExaminedRef {
  return { push, packages, workflows, started: startedBy(workflows, push) };
}

function describeRef(ref: ExaminedRef): RefResult {
  return { ref: ref.push.ref, package: packageOf(ref), starts: ref.started.map(describeStart) };
}

function packagesOf(ref: string, packages: readonly Package[]): Package[] {
  const split = splitRef(ref);
  if (split?.kind !== 'tag') return [];
  return packages.filter(each => parseTag(each.template, each, split.name) !== null);
}

/** Without files nothing with a path filter starts, which may not be what was meant. */
function withoutPaths({ push, workflows }: ExaminedRef): Warning[] {
  if (push.kind !== 'branch') return [];
  const waiting = workflows.filter(({ triggers }) => {
    const trigger = triggers.get('push');
    return trigger !== undefined && hasFilter(trigger, 'paths');
  });
  if (waiting.length === 0) return [];
  return [
    {
      code: 'no-paths',
      message: `${push.ref}: without --paths the push changes no file, so ${waiting.map(({ file }) => file).join(', ')} cannot start`,
    },
  ];
}

/** Findings but for those that the configuration accepts. */
function accepted(problems: readonly Problem[], workspace: Workspace | null): Problem[] {
  const ignored = workspace?.config.verify.ignore ?? [];
  return problems.filter(
    problem =>
      !ignored.some(
        ({ rule, package: id }) => rule === problem.rule && (id === null || id === problem.package),
      ),
  );
}
