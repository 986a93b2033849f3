import type { Sha256 } from '../locks/lock.js';
import { lockFiles } from '../locks/lock-files.js';
import { byCodeUnit } from '../paths.js';
import type { Edit } from '../plan/plan.js';
import type { Files, History } from '../ports.js';
import { RULES } from '../verify/rules.js';
import type { CheckedTag, Subject } from '../verify/subject.js';
import type { Package } from '../workspace/package.js';
import type { Problem } from '../workspace/problem.js';
import { requirePackages } from '../workspace/select.js';
import type { Workspace } from '../workspace/workspace.js';
import { loadEngines } from './load-engines.js';

export interface VerifyResult {
  readonly problems: readonly Problem[];
  readonly checked: { readonly packages: number; readonly files: number };
  /** What `--fix` has written. */
  readonly fixed: readonly Edit[];
}

export interface VerifyRequest {
  /** Ids, names or paths; empty: all packages. */
  readonly packages: readonly string[];
  /** A tag that must give the version that is there; null where none is checked. */
  readonly tag: CheckedTag | null;
  readonly fix: boolean;
}

/** The ports that the gate needs. */
export interface VerifyPorts {
  readonly history: Pick<History, 'reachableTags'>;
  /** Asked for where a lock holds a hash over manifests. */
  sha256(): Promise<Sha256>;
  /** The work tree's packages with their lock files read, each time anew. */
  workspace(): Promise<Workspace>;
  /** Asked for where something is to be fixed. */
  writable(): Promise<Files>;
}

/**
 * Applies every rule; with `fix`, first mends what has one right answer, and reports the rest.
 * @throws UNKNOWN_PACKAGE, AMBIGUOUS_PACKAGE, and with `fix` EDIT_IMPOSSIBLE, WRITE_FAILED
 */
export async function verifyVersions(
  ports: VerifyPorts,
  request: VerifyRequest,
): Promise<{ result: VerifyResult; workspace: Workspace }> {
  const loading = ports.workspace();
  const reading = ports.history.reachableTags();
  // Where both fail, the workspace says why.
  reading.catch(() => {});
  const [workspace, reachableTags] = [await loading, await reading];
  const packages = chosen(workspace, request.packages);
  const fixed = request.fix ? await fix(workspace, packages, ports) : [];
  const mended = fixed.length === 0 ? workspace : await ports.workspace();
  const holdHashes = lockFiles(mended.index.paths).some(({ kind }) => kind !== 'uv');
  const sha256 = holdHashes ? await ports.sha256() : null;
  return {
    workspace: mended,
    result: { ...(await check(mended, request, reachableTags, sha256)), fixed },
  };
}

/** What edits is loaded only where something is to be edited. */
async function fix(workspace: Workspace, packages: readonly Package[], ports: VerifyPorts): Promise<Edit[]> {
  const { planFixes } = await import('../verify/fixes.js');
  const edits = planFixes(workspace, packages, await ports.sha256());
  if (edits.length === 0) return [];
  const { writeEdits } = await import('./write-edits.js');
  await writeEdits(edits, await ports.writable());
  return edits;
}

function chosen({ packages }: Workspace, selectors: readonly string[]) {
  return selectors.length === 0 ? packages : requirePackages(packages, selectors);
}

async function check(
  workspace: Workspace,
  { packages: selectors, tag }: VerifyRequest,
  reachableTags: readonly string[],
  sha256: Sha256 | null,
): Promise<Omit<VerifyResult, 'fixed'>> {
  const packages = chosen(workspace, selectors);
  const whole = selectors.length === 0;
  const subject: Subject = {
    workspace,
    packages,
    tag: tag === null ? null : { ...tag, name: tag.name.replace(/^refs\/tags\//, '') },
    reachableTags,
    sha256,
    whole,
  };
  const accepted = workspace.config.verify.ignore;
  const found = await applyRules(subject);
  const problems = found.filter(
    problem =>
      !accepted.some(
        ({ rule, package: id }) => rule === problem.rule && (id === null || id === problem.package),
      ),
  );
  const files = new Set(whole ? lockFiles(workspace.index.paths).map(({ path }) => path) : []);
  for (const { manifest, source, mirrors } of packages) {
    files.add(manifest);
    if (source.file !== null) files.add(source.file);
    for (const { file } of mirrors) files.add(file);
  }
  return { problems: problems.sort(byPlace), checked: { packages: packages.length, files: files.size } };
}

/** A rule is applied again where it asked for what is loaded for findings only. */
async function applyRules(subject: Subject): Promise<Problem[]> {
  const { lookup } = subject.workspace;
  const found: Problem[] = [];
  for (const rule of RULES) {
    const misses = lookup.misses;
    let problems = rule(subject);
    if (lookup.misses !== misses) {
      await loadEngines(lookup);
      problems = rule(subject);
    }
    found.push(...problems);
  }
  return found;
}

function byPlace(left: Problem, right: Problem): number {
  return (
    byCodeUnit(left.file ?? '', right.file ?? '') ||
    (left.line ?? 0) - (right.line ?? 0) ||
    byCodeUnit(left.rule, right.rule)
  );
}
