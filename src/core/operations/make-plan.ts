import { describeConfig } from '../config/config.js';
import { RelctlError } from '../errors.js';
import type { Sha256 } from '../locks/lock.js';
import { releaseMessage } from '../plan/message.js';
import { type Basis, NOOP, type Plan } from '../plan/plan.js';
import { planPushes } from '../plan/pushes.js';
import { tagOf } from '../plan/tags.js';
import type { History, Publisher, Remote } from '../ports.js';
import type { Workspace } from '../workspace/workspace.js';
import { type BumpRequest, type PlannedMoves, planEdits, releasesOf } from './plan-edits.js';
import { judged, ownersOf, predictStarts } from './predict-starts.js';
import { type Intent, leftOut, preflight, raised, requireNone } from './preflight.js';
import { filesOf } from './write-edits.js';

/** A plan, and all that keeps it from being carried out. */
export interface Draft {
  readonly plan: Plan;
  readonly findings: readonly RelctlError[];
  /** Null where the remote was not asked. */
  readonly remoteRefs: ReadonlyMap<string, string> | null;
}

/**
 * The whole release as data. Everything that could keep it from being carried out is looked at here, and all of it is
 * told at once.
 * @throws what keeps a plan from being made, with the findings of the preflight
 */
export async function makePlan(
  history: History,
  publisher: Publisher,
  workspace: Workspace,
  request: BumpRequest,
): Promise<Draft> {
  const { config, packages } = workspace;
  const head = await publisher.headState();
  const [tags, reachableTags, { untracked, notCheckedOut }] = await Promise.all([
    history.tags(),
    history.reachableTags(),
    history.workTree(),
  ]);
  const remote = request.push ? config.push.remote : null;
  const asked = remote === null ? null : await askRemote(publisher, remote);
  const around = { untracked, notCheckedOut, tags, reachableTags, remoteRefs: asked?.refs ?? null };
  const look = (intent: Pick<Intent, 'moves' | 'files' | 'tags'>): Promise<RelctlError[]> =>
    preflight(publisher, { head, packages, remote, signing: request.signing, ...intent }, around);
  const unreachable = asked?.findings ?? [];

  let draft: PlannedMoves | null;
  try {
    draft = await planEdits(workspace, request, tags);
  } catch (error) {
    if (!(error instanceof RelctlError) || !request.commit) throw error;
    requireNone([error, ...(await look({ moves: [], files: [], tags: [] })), ...unreachable]);
    throw error;
  }
  if (draft === null) return { plan: NOOP, findings: [], remoteRefs: around.remoteRefs };
  const { moves, edits, problems, newTags } = draft;
  const names = newTags.map(({ name }) => name);
  const files = filesOf(edits);
  const message = releaseMessage(config.bump.message, moves);
  const owned = ownersOf(
    newTags,
    moves.map(move => [tagOf(move), move.package]),
  );
  const { starts, ...about } = await predictStarts(history, head, owned, message);
  const idle = judged(about, request);
  const findings = request.commit
    ? hereFirst([...idle.refusals, ...(await look({ moves, files, tags: names })), ...unreachable])
    : leftOut(files, notCheckedOut);
  const branch = request.commit ? (head.branch ?? 'HEAD') : null;
  const plan: Plan = {
    status: 'planned',
    releases: releasesOf(draft),
    edits,
    commit: branch === null ? null : { message, parent: head.commit, branch },
    tags: newTags,
    pushes: branch !== null && request.push ? planPushes(branch, names, config.push.tagsPerPush) : [],
    starts,
    problems: [...problems, ...idle.problems],
    basis: basisOf(workspace, request, branch, around.remoteRefs),
  };
  return { plan, findings, remoteRefs: around.remoteRefs };
}

/** What is wrong here before what is wrong there. */
function hereFirst(findings: readonly RelctlError[]): RelctlError[] {
  return [...findings].sort((one, other) => one.exit - other.exit);
}

/** The hash by which a plan names the configuration that it was made with. */
export function configHash({ config }: Workspace, sha256: Sha256): string {
  return sha256(describeConfig(config));
}

/** @param refs of the remote that a push would go to; null where there is none */
function basisOf(
  workspace: Workspace,
  { asked, sha256 }: BumpRequest,
  branch: string | null,
  refs: ReadonlyMap<string, string> | null,
): Basis {
  const { config } = workspace;
  const tip = branch === null ? undefined : refs?.get(branch);
  return {
    request: asked,
    config: configHash(workspace, sha256),
    remote: refs === null ? null : { name: config.push.remote.name, commit: tip ?? null },
  };
}

async function askRemote(
  publisher: Publisher,
  remote: Remote,
): Promise<{ refs: ReadonlyMap<string, string> | null; findings: RelctlError[] }> {
  let refs: ReadonlyMap<string, string> | null = null;
  const findings = await raised(async () => {
    refs = await publisher.remoteRefs(remote);
  });
  return { refs, findings };
}
