import { type ErrorCode, RelctlError } from '../errors.js';
import { baseName, folderOf } from '../paths.js';
import type { Move } from '../plan/releases.js';
import type { HeadState, Publisher, Remote, Signing, TagRef } from '../ports.js';
import { tagRef } from '../release/references.js';
import { newestTags } from '../tags/newest.js';
import { compareVersions, formatVersion } from '../versions/version.js';
import type { Package } from '../workspace/package.js';

/** What a release touches, as far as it is known. */
export interface Intent {
  readonly head: HeadState;
  /** All of the workspace, since each owns tags. */
  readonly packages: readonly Package[];
  readonly moves: readonly Move[];
  /** Whose content it changes. */
  readonly files: readonly string[];
  readonly tags: readonly string[];
  readonly signing: Signing;
  /** Null where nothing leaves the machine. */
  readonly remote: Remote | null;
}

/** What is known of the repository before it is looked at. */
export interface Surroundings {
  readonly untracked: ReadonlySet<string>;
  readonly notCheckedOut: ReadonlySet<string>;
  readonly tags: readonly TagRef[];
  readonly reachableTags: readonly string[];
  /** Null where the remote is not asked. */
  readonly remoteRefs: ReadonlyMap<string, string> | null;
}

type Check = () => RelctlError[] | Promise<RelctlError[]>;

/**
 * Everything that stands in the way of a release, at once; reads only. What is wrong here comes before what is
 * wrong there.
 */
export async function preflight(
  publisher: Publisher,
  intent: Intent,
  around: Surroundings,
): Promise<RelctlError[]> {
  const { head, files, tags, remote, signing } = intent;
  const { branch } = head;
  const refs = [...(branch === null ? [] : [branch]), ...tags.map(tagRef)];
  const checks: Check[] = [
    () => operationInProgress(head),
    () => detached(head),
    () => raised(() => requireUnlocked(publisher, refs)),
    () => dirty(files, head),
    () => untracked(files, around.untracked),
    () => leftOut(files, around.notCheckedOut),
    () => raised(() => publisher.requireIdentity()),
    () =>
      signing.commit || (signing.tags && tags.length > 0) ? raised(() => publisher.requireSigning()) : [],
    () => takenTags(tags, around.tags),
    () => behindTags(intent, around.reachableTags),
    () => movedRemote(publisher, intent, around.remoteRefs),
    () => tagsThere(tags, remote, around.remoteRefs),
    async () =>
      remote === null || branch === null || around.remoteRefs === null
        ? []
        : raised(() => publisher.probePush(remote, head.commit, branch)),
  ];
  return (await Promise.all(checks.map(check => check()))).flat();
}

/** One error for all findings: it has the code of the first, and lists them. */
export function requireNone(findings: readonly RelctlError[]): void {
  const [first, ...others] = findings;
  if (first === undefined) return;
  const details = {
    ...first.details,
    findings: findings.map(({ code, message, hint, details: own }) => ({
      code,
      message,
      hint,
      details: own,
    })),
  };
  if (others.length === 0) throw new RelctlError(first.code, first.message, { hint: first.hint, details });
  const lines = findings.map(({ message, hint }) => `  ${message}\n    ${hint}`);
  throw new RelctlError(first.code, `${findings.length} things stand in the way:\n${lines.join('\n')}`, {
    hint: 'Set them right, then run the command again; nothing was changed.',
    details,
  });
}

/** The expected failures of a check, as findings. */
export async function raised(check: () => void | Promise<void>): Promise<RelctlError[]> {
  try {
    await check();
    return [];
  } catch (error) {
    if (error instanceof RelctlError) return [error];
    throw error;
  }
}

/** @throws REPOSITORY_LOCKED, naming every lock with its age and process */
export async function requireUnlocked(publisher: Publisher, refs: readonly string[]): Promise<void> {
  const locks = await publisher.gitLocks(refs);
  if (locks.length === 0) return;
  const described = locks.map(({ path, ageSeconds, process }) => {
    const holder = process === null ? 'no process is known to hold it' : `held by ${process}`;
    return `${path} (${ageSeconds} s old, ${holder})`;
  });
  throw new RelctlError('REPOSITORY_LOCKED', `git has locked the repository: ${described.join(', ')}`, {
    details: { locks },
  });
}

function operationInProgress({ operation }: HeadState): RelctlError[] {
  return operation === null ? [] : [new RelctlError('OPERATION_IN_PROGRESS', `a ${operation} is under way`)];
}

function detached({ branch }: HeadState): RelctlError[] {
  if (branch !== null) return [];
  return [new RelctlError('DETACHED_HEAD', 'HEAD is on no branch, so there is none to put the release on')];
}

function dirty(files: readonly string[], head: HeadState): RelctlError[] {
  return changed(
    files.filter(file => head.dirty.has(file)),
    many => `${many ? 'have' : 'has'} uncommitted changes`,
  );
}

/** The release commit changes what is committed, so that every file of it must be. */
function untracked(files: readonly string[], unknown: ReadonlySet<string>): RelctlError[] {
  return changed(
    files.filter(file => unknown.has(file)),
    many => `${many ? 'are' : 'is'} not committed yet`,
    'Commit it first, or have git ignore it.',
  );
}

/** The files change together with the commit, so that every one has to be there. */
export function leftOut(files: readonly string[], notCheckedOut: ReadonlySet<string>): RelctlError[] {
  const missing = files.filter(file => notCheckedOut.has(file));
  if (missing.length === 0) return [];
  const folders = [...new Set(missing.map(folderOf).filter(folder => folder !== '' && folder !== '.'))];
  const message = `the sparse checkout leaves out ${missing.join(', ')}, which the release edits`;
  return [
    new RelctlError('NOT_CHECKED_OUT', message, {
      hint:
        folders.length === 0
          ? 'Run git sparse-checkout disable.'
          : `Run git sparse-checkout add ${folders.map(quoted).join(' ')}`,
      details: { files: missing },
    }),
  ];
}

function quoted(folder: string): string {
  return /^[\w./@+-]+$/.test(folder) ? folder : `'${folder.replaceAll("'", "'\\''")}'`;
}

function changed(files: readonly string[], what: (many: boolean) => string, hint?: string): RelctlError[] {
  if (files.length === 0) return [];
  const message = `${files.join(', ')} ${what(files.length > 1)}`;
  return [
    new RelctlError('DIRTY_FILE', message, { ...(hint === undefined ? {} : { hint }), details: { files } }),
  ];
}

/** Names that are tags already, or cannot be beside one. */
export function takenTags(names: readonly string[], existing: readonly TagRef[]): RelctlError[] {
  const taken = new Map(existing.map(tag => [tag.name, tag]));
  return names.flatMap(name => {
    const tag = taken.get(name);
    if (tag !== undefined) {
      const at = (tag.commit ?? tag.object).slice(0, 12);
      const details = { tag: name, commit: tag.commit };
      return [new RelctlError('TAG_TAKEN', `the tag ${name} exists already, at ${at}`, { details })];
    }
    const other = existing.find(each => each.name.startsWith(`${name}/`) || name.startsWith(`${each.name}/`));
    if (other === undefined) return [];
    return [
      new RelctlError('TAG_TAKEN', `git cannot hold the tag ${name} beside ${other.name}`, {
        hint: `Change the template of \`tag\`, or delete ${baseName(other.name)}.`,
        details: { tag: name, other: other.name },
      }),
    ];
  });
}

/** Only what HEAD reaches counts: a branch for old versions lives beside the tags of newer ones. */
function behindTags({ moves, packages }: Intent, reachable: readonly string[]): RelctlError[] {
  const newest = newestTags(packages, reachable);
  return moves.flatMap(({ package: { id }, to }) => {
    const found = newest.get(id);
    if (found === undefined || compareVersions(found.version, to) < 0) return [];
    const message = `${id} ${formatVersion(to)} is not higher than the tag ${found.tag}, which HEAD reaches`;
    return [new RelctlError('VERSION_BEHIND_TAG', message, { details: { package: id, tag: found.tag } })];
  });
}

async function movedRemote(
  publisher: Publisher,
  { head: { branch, commit }, remote }: Intent,
  refs: ReadonlyMap<string, string> | null,
): Promise<RelctlError[]> {
  const tip = branch === null ? undefined : refs?.get(branch);
  if (remote === null || branch === null || tip === undefined || tip === commit) return [];
  const details = { branch, tip };
  const place = `${branch} of ${remote.name} is at ${tip.slice(0, 12)}`;
  if (!(await publisher.reaches(commit, tip)))
    return [new RelctlError('REMOTE_MOVED', `${place}, which is not part of HEAD`, { details })];
  const seen = await publisher.lastSeen(remote, branch);
  const isRewound = seen !== null && seen !== tip && (await publisher.reaches(seen, tip));
  if (!isRewound || !(await publisher.reaches(commit, seen))) return [];
  const message = `${place}, behind ${seen.slice(0, 12)} where it was last seen: its history was rewritten`;
  return [
    new RelctlError('REMOTE_MOVED', message, {
      hint: `Ask who took the commits back. To bring them there again, run git fetch ${remote.name} first.`,
      details,
    }),
  ];
}

function tagsThere(
  names: readonly string[],
  remote: Remote | null,
  refs: ReadonlyMap<string, string> | null,
): RelctlError[] {
  return names.flatMap(name => {
    const object = refs?.get(tagRef(name));
    if (remote === null || object === undefined) return [];
    const commit = refs?.get(`${tagRef(name)}^{}`) ?? object;
    const code: ErrorCode = 'REMOTE_REJECTED';
    return [
      new RelctlError(code, `${remote.name} has a tag ${name} already, at ${commit.slice(0, 12)}`, {
        hint: 'Fetch it with git fetch --tags, and release a higher version.',
        details: { tag: name, object, commit },
      }),
    ];
  });
}
