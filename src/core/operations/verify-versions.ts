import { RULES, type Subject } from '../verify/rules.js';
import type { Problem } from '../workspace/problem.js';
import { requirePackages } from '../workspace/select.js';
import type { Workspace } from '../workspace/workspace.js';

export interface VerifyResult {
  readonly problems: readonly Problem[];
  readonly checked: { readonly packages: number; readonly files: number };
}

export interface VerifyRequest {
  /** Null: all packages. */
  readonly packages: readonly string[];
  /** A tag that must give the version that is there; null where none is checked. */
  readonly tag: string | null;
}

/** Applies every rule. @throws UNKNOWN_PACKAGE, AMBIGUOUS_PACKAGE */
export function verifyVersions(
  workspace: Workspace,
  { packages: selectors, tag }: VerifyRequest,
): VerifyResult {
  const all = workspace.packages;
  const packages = selectors.length === 0 ? all : requirePackages(all, selectors);
  const subject: Subject = {
    workspace,
    packages,
    tag: tag?.replace(/^refs\/tags\//, '') ?? null,
    whole: selectors.length === 0,
  };
  const accepted = workspace.config.verify.ignore;
  const problems = RULES.flatMap(rule => rule(subject)).filter(
    problem =>
      !accepted.some(
        ({ rule, package: id }) => rule === problem.rule && (id === null || id === problem.package),
      ),
  );
  const files = new Set(
    packages.flatMap(({ manifest, source, mirrors }) => [
      manifest,
      ...(source.file === null ? [] : [source.file]),
      ...mirrors.map(({ file }) => file),
    ]),
  );
  return { problems: problems.sort(byPlace), checked: { packages: packages.length, files: files.size } };
}

function byPlace(left: Problem, right: Problem): number {
  const key = ({ file, line, rule }: Problem) =>
    `${file ?? ''}\0${String(line ?? 0).padStart(9, '0')}\0${rule}`;
  return key(left) < key(right) ? -1 : key(left) > key(right) ? 1 : 0;
}
