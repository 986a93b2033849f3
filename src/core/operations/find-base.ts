import type { BaseRequest, BaseRule, Candidate } from '../ci/event.js';
import { RelctlError } from '../errors.js';
import { lacksHistory } from '../history/missing.js';
import type { HeadCommit, History, Side, Sides, TagRef } from '../ports.js';
import type { Series } from '../tags/series.js';
import { type Compared, compareSides, requireHead, requireRevision } from './compare-sides.js';
import { findSeries } from './find-tags.js';

/** What a change is looked for between. */
export interface Base extends Compared {
  readonly how: BaseRule;
  /** What is to be named: what differs, every package, or what differs and the packages with tags of these series. */
  readonly naming: 'differing' | 'all' | readonly Series[];
}

export interface BaseQuestion {
  /** As it was given on the command line. */
  readonly base: string | null;
  readonly head: string | null;
  /** What the job of CI was started for. */
  readonly event: BaseRequest | null;
  /** As it is configured. */
  readonly configured: string | null;
  readonly templates: readonly string[];
  /** Where the tags of the remote were fetched: what they are. */
  readonly remoteTags: readonly TagRef[] | null;
  /** Whether they can be. */
  readonly fetching: boolean;
}

type Ask = BaseQuestion & { readonly revision: string };

/**
 * Finds what the head is compared with: what was asked for, else what the event says, else what is configured, else
 * the default branch.
 * @throws UNKNOWN_REVISION, NO_BASE, NO_COMMIT, NO_MERGE_BASE; SHALLOW_CLONE where history is cut off that the answer
 *   needs
 */
export async function findBase(history: History, question: BaseQuestion): Promise<Base> {
  const ask = { ...question, revision: question.head ?? 'HEAD' };
  if (ask.base !== null) return fromRevision(history, ask.base, ask.revision, 'option');
  if (ask.event !== null) return fromEvent(history, ask, ask.event);
  if (ask.configured !== null) return fromRevision(history, ask.configured, ask.revision, 'configuration');
  const branch = history.likelyDefaultBranch();
  if (branch === null) return fromDefaultBranch(history, ask.revision);
  const sides = await history.sides(ask.revision, [branch]);
  const [side] = sides.others;
  if (side === undefined || side === null) {
    requireHead(sides, ask.revision);
    return fromDefaultBranch(history, ask.revision);
  }
  return {
    ...(await compareSides(history, sides, side, branch)),
    how: 'default-branch',
    naming: 'differing',
  };
}

async function fromDefaultBranch(history: History, revision: string): Promise<Base> {
  requireRevision(revision);
  const branch = await history.defaultBranch();
  if (branch !== null) return fromRevision(history, branch, revision, 'default-branch');
  const sides = await history.sides(revision, []);
  requireHead(sides, revision);
  if (sides.shallow)
    throw lacksHistory(
      'the branch to compare with is not in this shallow clone',
      { kind: 'revision', revision: 'refs/remotes/origin/HEAD' },
      true,
    );
  throw new RelctlError(
    'NO_BASE',
    'there is neither origin/HEAD nor a branch main or master to compare with',
  );
}

async function fromRevision(history: History, base: string, revision: string, how: BaseRule): Promise<Base> {
  for (const each of [base, revision]) requireRevision(each);
  const sides = await history.sides(revision, [base]);
  requireHead(sides, revision);
  const [side] = sides.others;
  if (side === undefined || side === null) {
    if (sides.shallow)
      throw lacksHistory(`${base} is not in this shallow clone`, { kind: 'revision', revision: base }, true);
    throw new RelctlError('UNKNOWN_REVISION', `there is no commit ${JSON.stringify(base)} here`, {
      details: { revision: base },
    });
  }
  return { ...(await compareSides(history, sides, side, base)), how, naming: 'differing' };
}

/** The candidates are judged in their order, on what one look at git says of all of them. */
async function fromEvent(
  history: History,
  ask: Ask,
  { candidates, event, otherwise }: BaseRequest,
): Promise<Base> {
  requireRevision(ask.revision);
  const revisions = [...new Set(candidates.flatMap(revisionsOf))];
  const sides = await history.sides(ask.revision, revisions);
  const head = requireHead(sides, ask.revision);
  const known = new Map(revisions.map((revision, index) => [revision, sides.others[index] ?? null]));
  for (const candidate of candidates) {
    const found = await judge({ history, ask, sides, head, known }, candidate);
    if (found !== null) return { naming: 'differing', ...found, how: candidate.how };
  }
  throw new RelctlError('NO_BASE', `${event} of this CI job gives no base: ${otherwise}`, {
    hint: 'Name a base with --base REF, or the packages with --package or --all.',
  });
}

function revisionsOf(candidate: Candidate): string[] {
  if (candidate.kind === 'commit' || candidate.kind === 'ancestor') return [candidate.commit];
  if (candidate.kind !== 'branch') return [];
  return [...(candidate.mergeBase === null ? [] : [candidate.mergeBase]), trackingRef(candidate.branch)];
}

function trackingRef(branch: string): string {
  return `refs/remotes/origin/${branch}`;
}

interface Scene {
  readonly history: History;
  readonly ask: Ask;
  readonly sides: Sides;
  readonly head: HeadCommit;
  readonly known: ReadonlyMap<string, Side | null>;
}

type Found = Compared & { readonly naming?: Base['naming'] };
type Of<Kind extends Candidate['kind']> = Extract<Candidate, { readonly kind: Kind }>;

/** Null where the candidate is not right for this head. */
async function judge(scene: Scene, candidate: Candidate): Promise<Found | null> {
  switch (candidate.kind) {
    case 'first-parent':
      return firstParent(scene, candidate);
    case 'commit':
      return candidate.head !== null && candidate.head !== scene.head.commit
        ? null
        : itself(scene, candidate.commit, requireSide(scene, candidate.commit).commit);
    case 'ancestor':
      return ancestor(scene, candidate.commit);
    case 'branch':
      return branchPoint(scene, candidate);
    case 'previous-tag':
      return previousTag(scene, candidate);
    case 'everything':
      return { head: scene.head, ref: null, commit: null, bases: [], naming: 'all' };
  }
}

function itself({ head }: Scene, ref: string | null, commit: string): Compared {
  return { head, ref, commit, bases: [commit] };
}

/** What is not here may be anything, so that no later candidate is looked at. */
function requireSide({ known, sides }: Scene, revision: string): Side {
  const side = known.get(revision) ?? null;
  if (side !== null) return side;
  const what = sides.shallow ? 'this shallow clone' : 'this clone';
  throw lacksHistory(
    `${revision}, which this CI job compares with, is not in ${what}`,
    { kind: 'revision', revision },
    sides.shallow,
  );
}

function firstParent(
  { head, sides }: Scene,
  { second, merge, elsewhere }: Of<'first-parent'>,
): Compared | null {
  if (head.commit === second || head.commit === elsewhere) return null;
  if (head.parents === null) {
    throw lacksHistory(
      'the parents of the merge that this CI job checked out are not in this shallow clone',
      { kind: 'before', commits: [head.commit], depth: 1 },
      sides.shallow,
    );
  }
  const [first, other, ...further] = head.parents;
  if (first === undefined || other === undefined || further.length > 0) return null;
  if (other !== second && head.commit !== merge) return null;
  return { head, ref: `${head.commit}^1`, commit: first, bases: [first] };
}

/** In a shallow clone it may be one by history that is cut off. */
async function ancestor(scene: Scene, commit: string): Promise<Compared | null> {
  const { history, head, known, sides } = scene;
  const side = known.get(commit) ?? null;
  if (side?.mergeBases.includes(commit)) return itself(scene, commit, commit);
  if (!sides.shallow) return null;
  const { mergeBases } = requireSide(scene, commit);
  const { cuts } = await history.commits([head.commit], mergeBases);
  if (cuts.length === 0) return null;
  throw lacksHistory(
    `this shallow clone does not show whether ${commit} is part of the history of the head`,
    { kind: 'before', commits: cuts, depth: null },
    true,
  );
}

async function branchPoint(
  scene: Scene,
  { branch, head: only, mergeBase }: Of<'branch'>,
): Promise<Compared | null> {
  const { history, ask, head, known, sides } = scene;
  if (only !== null && only !== head.commit && ask.head === null) return null;
  const ref = trackingRef(branch);
  const side = known.get(ref) ?? null;
  if (side !== null) {
    const compared = await compareSides(history, sides, side, ref);
    return compared.bases.length === 1 && compared.bases[0] === mergeBase
      ? itself(scene, mergeBase, mergeBase)
      : compared;
  }
  if (mergeBase !== null && known.get(mergeBase)?.mergeBases.includes(mergeBase)) {
    // Only a merge can bring in another merge base.
    const { parents, cuts } = await history.commits([head.commit], [mergeBase]);
    const isLine = [...parents.values()].every(above => above.length < 2);
    if (isLine && cuts.length === 0) return itself(scene, mergeBase, mergeBase);
  }
  return compareSides(history, sides, requireSide(scene, ref), ref);
}

/**
 * The greatest release below the tag in the history of the head; and whose tag it is, is in the answer anyway. Before
 * the first tag of all there is nothing to compare with.
 */
async function previousTag(scene: Scene, { tag }: Of<'previous-tag'>): Promise<Found> {
  const { history, ask, head, sides } = scene;
  const { series, anyOther } = await findSeries(history, head.commit, sides.shallow, ask, tag);
  if (series.length === 0) {
    throw new RelctlError('NO_BASE', `the tag ${tag} is not of the form of any package's tags`, {
      hint: 'Name a base with --base REF, or set `tag` in relctl.toml.',
    });
  }
  const [previous] = series.flatMap(({ reached }) => reached ?? []);
  if (previous === undefined)
    return { head, ref: null, commit: null, bases: [], naming: anyOther ? series : 'all' };
  const bases = [...new Set(series.flatMap(({ reached }) => reached?.commit ?? []))];
  return { head, ref: `refs/tags/${previous.name}`, commit: previous.commit, bases, naming: series };
}
