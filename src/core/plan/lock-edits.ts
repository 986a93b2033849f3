import { editLock } from '../locks/edit-lock.js';
import {
  type LockChange,
  type LockKind,
  type Manifests,
  refreshCommand,
  type Sha256,
} from '../locks/lock.js';
import { lockFiles, otherLockFiles } from '../locks/lock-files.js';
import { uneditableLock } from '../locks/uneditable.js';
import { folderOf } from '../paths.js';
import type { FileContent } from '../ports.js';
import { position } from '../python-source/position.js';
import { normalizeName } from '../requirements/name.js';
import { formatVersion, type Version } from '../versions/version.js';
import { manifestTexts } from '../workspace/manifest-texts.js';
import type { Package } from '../workspace/package.js';
import type { Problem } from '../workspace/problem.js';
import type { Workspace } from '../workspace/workspace.js';
import { applyEdits } from './apply-edits.js';
import type { Rewrite } from './dependents.js';
import type { Edit } from './plan.js';

/** What locks need to know of packages that get, or have, a version. */
export interface LockSubject {
  readonly package: Package;
  readonly version: Version;
}

/**
 * The edits that keep every lock of the repository in step with a release; what cannot be edited safely is a problem
 * that names the command which refreshes it.
 * @param edits those of the other files
 */
export function planLockEdits(
  workspace: Workspace,
  subjects: readonly LockSubject[],
  rewrites: readonly Rewrite[],
  edits: readonly Edit[],
  sha256: Sha256,
): { edits: Edit[]; problems: Problem[] } {
  const { index, lookup } = workspace;
  const locks = lockFiles(index.paths);
  const others = otherLockFiles(index.paths).flatMap(
    path => otherProblem(path, lookup.text(path), rewrites) ?? [],
  );
  if (locks.length === 0) return { edits: [], problems: others };
  const change = lockChange(workspace, subjects, rewrites, edits);
  const found = locks.map(({ path, kind }) => {
    const text = lookup.text(path);
    if (text === null)
      return { edits: [], problems: [lockProblem(path, kind, whyNoText(lookup.content(path)))] };
    const { replacements, refusal, stale } = editLock(kind, text, folderOf(path), change, sha256);
    const why = refusal !== null && mentions(text, change) ? refusal : stale;
    return {
      edits: replacements.map(({ from, to, after }) => ({
        file: path,
        ...position(text, from),
        before: text.slice(from, to),
        after,
      })),
      problems: why === null ? [] : [lockProblem(path, kind, why)],
    };
  });
  const problems = found.flatMap(each => each.problems);
  return { edits: found.flatMap(each => each.edits), problems: [...problems, ...others] };
}

/** What a release may leave out of date in a lock that is never edited. */
function otherProblem(path: string, text: string | null, rewrites: readonly Rewrite[]): Problem | null {
  const stale = text === null ? null : uneditableLock(path, text, rewrites.length > 0);
  if (stale === null) return null;
  const folder = folderOf(path);
  return staleProblem(path, stale.why, `${stale.command}${folder === '.' ? '' : ` in ${folder}`}`);
}

function whyNoText(content: FileContent | undefined): string {
  if (content?.kind === 'link') return 'it is a symbolic link';
  return content?.kind === 'not-text' ? content.reason : 'it cannot be read';
}

/** Whether a lock that cannot be edited may be about a released package: each entry has the name of its package. */
function mentions(text: string, { releases }: LockChange): boolean {
  return releases.some(({ name }) => new RegExp(`["']${name.replaceAll('-', '[-_.]+')}["']`, 'i').test(text));
}

function lockChange(
  workspace: Workspace,
  subjects: readonly LockSubject[],
  rewrites: readonly Rewrite[],
  edits: readonly Edit[],
): LockChange {
  const manifests = manifestTexts(workspace);
  return {
    releases: subjects.map(({ package: { name, path }, version }) => ({
      name: normalizeName(name),
      path,
      version: formatVersion(version),
      dynamic: workspace.readings.get(path)?.project?.dynamicVersion ?? false,
    })),
    requirements: [...rewrites, ...keptBeside(workspace, rewrites)].flatMap(
      ({ owner, requirement: { name, specifier: before }, specifier }) =>
        name === null ? [] : [{ owner, name, before, after: specifier }],
    ),
    manifests: { before: manifests, after: edited(manifests, edits) },
  };
}

/** The requirements of the same packages on the same one that stay: a lock does not say which of them it holds. */
function keptBeside({ packages }: Workspace, rewrites: readonly Rewrite[]): Rewrite[] {
  const rewritten = new Set(rewrites.map(({ requirement }) => requirement));
  const places = new Set(rewrites.map(({ owner, requirement: { name } }) => `${owner}\0${name}`));
  return packages.flatMap(({ path: owner, requirements }) =>
    requirements
      .filter(each => places.has(`${owner}\0${each.name}`) && !rewritten.has(each) && each.specifier !== '')
      .map(requirement => ({ owner, requirement, specifier: requirement.specifier })),
  );
}

function edited(texts: Manifests, edits: readonly Edit[]): Manifests {
  const result = new Map(texts);
  for (const file of new Set(edits.map(edit => edit.file))) {
    const text = texts.get(file);
    const own = edits.filter(edit => edit.file === file);
    if (text !== undefined) result.set(file, applyEdits(text, own));
  }
  return result;
}

function lockProblem(path: string, kind: LockKind, why: string): Problem {
  return staleProblem(path, why, refreshCommand(kind, folderOf(path)));
}

function staleProblem(path: string, why: string, command: string): Problem {
  return {
    rule: 'lock-stale',
    severity: 'warning',
    package: null,
    file: path,
    line: null,
    column: null,
    message: `${path} is not brought up to date: ${why}`,
    hint: `Run ${command} after the release.`,
  };
}
