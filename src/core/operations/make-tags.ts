import type { RelctlError } from '../errors.js';
import { TRAILER } from '../plan/message.js';
import { planPushes } from '../plan/pushes.js';
import { tagMessage } from '../plan/tags.js';
import type { HeadState, History, Publisher, ReleaseTools, TagRef } from '../ports.js';
import { tagRef } from '../release/references.js';
import type { Package } from '../workspace/package.js';
import type { Warning } from '../workspace/problem.js';
import { requirePackages } from '../workspace/select.js';
import type { Workspace } from '../workspace/workspace.js';
import { chooseSigning, NOT_SIGNED } from './choose-signing.js';
import { judged, type Prediction, predictByCommit } from './predict-starts.js';
import { preflight, requireNone } from './preflight.js';
import { pushPortions } from './publish-release.js';
import { groupOf, ownerOf, requireSamePlace, unpushedTags, wantedTags } from './wanted-tags.js';
import { aboutJobToken, type JobPorts } from './warn-job-token.js';

export interface TagResult {
  readonly tags: readonly MadeTag[];
}

export interface MadeTag {
  readonly name: string;
  /** Null for the tag of a group. */
  readonly package: string | null;
  readonly commit: string;
  /** `pushed` where the remote has it now and had it not before. */
  readonly status: 'created' | 'exists' | 'pushed';
}

export interface TagRequest {
  readonly packages: readonly string[];
  readonly push: boolean;
  /** Whether tags are pushed that start nothing, though tags are what the repository publishes from. */
  readonly allowIdleTags: boolean;
  /** Null: as configured. */
  readonly sign: boolean | null;
}

/** What was made, and what is told beside it. */
export interface TagOutcome {
  readonly result: TagResult;
  /** What each of the tags that are new, here or on the remote, starts when it is pushed. */
  readonly starts: Prediction['starts'];
  readonly warnings: readonly Warning[];
}

export interface TagPorts extends JobPorts {
  readonly history: History;
  /** Tells people what is being done. */
  report(step: string): void;
  /** @throws INTERRUPTED, TERMINATED where the user has asked to stop */
  checkpoint(): void;
}

/**
 * Makes the tags that releases still lack: those of release trailers that HEAD reaches, at their commits, and of
 * the packages asked for, at HEAD. It never invents a release: a version that HEAD does not hold gets no tag.
 * @throws TAG_TAKEN, IDLE_TAG, what the preflight finds, and what `pushPortions` does
 */
export async function makeTags(
  ports: TagPorts,
  tools: Pick<ReleaseTools, 'publisher' | 'pushCredential'>,
  workspace: Workspace,
  { packages: selectors, push, sign, allowIdleTags }: TagRequest,
): Promise<TagOutcome> {
  const { history, report, checkpoint } = ports;
  const { publisher } = tools;
  // First, since without a commit there is no history to look through.
  const head = await publisher.headState();
  const [existing, released] = await Promise.all([
    history.tags(),
    history.log({ tip: 'HEAD', trailer: TRAILER }),
  ]);
  const asked = requirePackages(workspace.packages, selectors);
  requireNone(await lookAround(publisher, head, asked, existing));
  const wanted = wantedTags(asked, head.commit, released, workspace);
  const byName = new Map(existing.map(tag => [tag.name, tag]));
  const missing = wanted.filter(({ name }) => !byName.has(name));
  for (const tag of wanted) requireSamePlace(tag, byName.get(tag.name));
  const refs = push ? await publisher.remoteRefs(workspace.config.push.remote) : null;
  const unpushed = refs === null ? [] : unpushedTags(wanted, refs, workspace.config.push.remote);
  const fresh = new Set([...missing, ...unpushed]);
  const owned = [...fresh].map(tag => ({ ...tag, packages: ownerOf(tag, workspace) }));
  const { starts, ...about } = await predictByCommit(history, head, owned, released);
  const idle = judged(about, { push, allowIdleTags });
  requireNone(idle.refusals);
  const signing = await chooseSigning(publisher, workspace.config, sign);
  const built = await publisher.buildTags(
    missing.map(({ name, package: id, version, commit }) => ({
      name,
      commit,
      message: tagMessage(workspace.config.bump.tags, id ?? groupOf(name, workspace), version),
    })),
    signing,
  );
  checkpoint();
  if (built.length > 0) {
    await publisher.updateRefs(
      built.map(({ name, object }) => ({ ref: tagRef(name), after: object, before: null })),
    );
  }
  const objects = new Map([
    ...existing.map(tag => [tag.name, tag.object] as const),
    ...built.map(tag => [tag.name, tag.object] as const),
  ]);
  const pushed = new Set(unpushed.map(({ name }) => name));
  await pushTags([...pushed], objects, publisher, workspace, report);
  const statusOf = (name: string) => (pushed.has(name) ? 'pushed' : byName.has(name) ? 'exists' : 'created');
  const tags = wanted
    .filter(({ name, asked: isAsked }) => isAsked || statusOf(name) !== 'exists')
    .map(({ name, package: id, commit }): MadeTag => {
      return { name, package: id, commit: byName.get(name)?.commit ?? commit, status: statusOf(name) };
    });
  const pushedRefs = new Set([...pushed].map(tagRef));
  const warnings = [
    ...idle.problems.map(({ rule, message }) => ({ code: rule, message })),
    ...(await aboutJobToken(ports, tools, workspace.config.push.remote, starts, pushedRefs)),
  ];
  return { result: { tags }, starts, warnings };
}

/** What stands in the way; without packages asked for, no branch is needed. */
function lookAround(
  publisher: Publisher,
  head: HeadState,
  asked: readonly Package[],
  tags: readonly TagRef[],
): Promise<RelctlError[]> {
  const branch = asked.length === 0 ? (head.branch ?? 'HEAD') : head.branch;
  const files = asked.flatMap(({ source }) => source.file ?? []);
  const none = { packages: [], moves: [], tags: [], remote: null, signing: NOT_SIGNED };
  const nothing = new Set<string>();
  const around = { untracked: nothing, notCheckedOut: nothing, tags, reachableTags: [], remoteRefs: null };
  return preflight(publisher, { head: { ...head, branch }, files, ...none }, around);
}

async function pushTags(
  names: readonly string[],
  objects: ReadonlyMap<string, string>,
  publisher: Publisher,
  { config }: Workspace,
  report: (step: string) => void,
): Promise<void> {
  const { remote, tagsPerPush } = config.push;
  const pushes = planPushes(null, names, tagsPerPush).map(({ refs }) =>
    refs.map(ref => ({ ref, object: objects.get(ref.slice('refs/tags/'.length)) as string })),
  );
  await pushPortions(pushes, publisher, remote, report);
}
