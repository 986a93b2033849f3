import type { Dependents } from '../config/dependents.js';
import { RelctlError } from '../errors.js';
import type { Refusal } from '../manifests/requirement-place.js';
import { normalizeName } from '../requirements/name.js';
import { dialectOf, type Requirement } from '../requirements/requirement.js';
import { rewriteSpecifier } from '../requirements/rewrite.js';
import { isForOthers, shutsOut } from '../requirements/shuts-out.js';
import { formatVersion } from '../versions/version.js';
import type { Lookup } from '../workspace/lookup.js';
import type { Package } from '../workspace/package.js';
import type { Problem } from '../workspace/problem.js';
import type { LooseRequirement } from './loose.js';
import type { ReleaseReason } from './plan.js';
import { type Move, planMoves, type Step, withGroups } from './releases.js';

/** A requirement whose specifier is to be another one. */
export interface Rewrite {
  /** The folder of the manifest that says it. */
  readonly owner: string;
  readonly requirement: Requirement;
  readonly specifier: string;
}

export interface Spread {
  readonly moves: readonly Move[];
  readonly rewrites: readonly Rewrite[];
  /** What is left to a person. */
  readonly problems: readonly Problem[];
}

const DEPENDENT_STEP: Step = { kind: 'level', level: 'patch', pre: null };

/**
 * Rewrites the requirements that do not admit a new version, and releases the packages that publish them, until no
 * release calls for another one; with `all`, releases every package that needs a released one. A requirement for
 * development, or of no package, is rewritten like any other; as nothing that users install changes by it, it calls
 * for no release.
 * @throws REQUIREMENT_FIXED where a requirement that is published cannot be made to admit the new version; what
 *   `planMoves` throws for the packages that come along
 */
export function spreadMoves(
  packages: readonly Package[],
  loose: readonly LooseRequirement[],
  asked: readonly Move[],
  mode: Dependents,
  finder: Finder,
): Spread {
  const moves = new Map(asked.map(move => [move.package.id, move]));
  const rewrites: Rewrite[] = [];
  const problems: Problem[] = [];
  for (let open: readonly Move[] = asked; open.length > 0; ) {
    const findings = open.flatMap(move => [
      ...findingsOf(packages, move, mode, finder),
      ...loose
        .filter(({ id, requirement }) => id === move.package.id && !shutsOut(requirement, move.from))
        .map(({ owner, requirement }) =>
          findingOf({ id: null, path: owner }, requirement, move, mode, finder),
        ),
    ]);
    rewrites.push(...findings.flatMap(({ rewrite }) => rewrite ?? []));
    problems.push(...findings.flatMap(({ problem }) => problem ?? []));
    const called = new Map<string, ReleaseReason[]>();
    for (const { package: each, reason } of findings) {
      if (each === null || reason === null || moves.has(each.id)) continue;
      if (each.bumpable) called.set(each.id, [...(called.get(each.id) ?? []), reason]);
      else problems.push(notBumpable(each, reason));
    }
    open = planMoves(packages, withGroups(packages, called), DEPENDENT_STEP).filter(
      move => !moves.has(move.package.id),
    );
    for (const move of open) moves.set(move.package.id, move);
  }
  return { moves: [...moves.values()], rewrites, problems: uniqueProblems(problems) };
}

/** What the texts of requirements tell. */
export type Finder = Pick<Lookup, 'specifierPlace' | 'requirementPosition' | 'isConditional'>;

/** What one move means to one package, or to a folder that is none. */
interface Finding {
  readonly package: Package | null;
  readonly rewrite: Rewrite | null;
  readonly problem: Problem | null;
  /** Why the package is to be released as well. */
  readonly reason: ReleaseReason | null;
}

function findingsOf(packages: readonly Package[], move: Move, mode: Dependents, finder: Finder): Finding[] {
  return packages.flatMap(each => {
    const dependency = each.dependencies.find(({ id }) => id === move.package.id);
    const requirements =
      each.id === move.package.id ? ownRequirements(each) : (dependency?.requirements ?? []);
    const findings = requirements
      .filter(requirement => !isMeantAsIs(requirement, requirements, move, finder))
      .map(requirement => findingOf(each, requirement, move, mode, finder))
      .map(finding => ({ ...finding, package: each }));
    const isPublished = dependency?.kinds.some(kind => kind !== 'dev') === true;
    if (mode !== 'all' || !isPublished || findings.some(({ reason }) => reason !== null)) return findings;
    const reason = { kind: 'dependency', package: move.package.id, before: null, after: null } as const;
    return [...findings, { package: each, rewrite: null, problem: null, reason }];
  });
}

/**
 * Whether a requirement shut the present version out already, and can be meant so: for development, such as the oldest
 * version of a test matrix; where it is published, for environments of its own beside one for the present version.
 */
function isMeantAsIs(
  requirement: Requirement,
  beside: readonly Requirement[],
  { from }: Move,
  finder: Finder,
): boolean {
  if (!shutsOut(requirement, from)) return false;
  if (requirement.kind === 'dev') return true;
  return isForOthers(requirement, beside, from, each => finder.isConditional(each));
}

/** `demo[cli]==1.2.3` inside of demo: a copy of its own version. */
function ownRequirements({ name, requirements }: Package): Requirement[] {
  const own = normalizeName(name);
  return requirements.filter(requirement => requirement.name === own);
}

/** Who says a requirement: a package, or a folder that is none and has no id. */
interface Holder {
  readonly id: string | null;
  readonly path: string;
}

function findingOf(
  each: Holder,
  requirement: Requirement,
  move: Move,
  mode: Dependents,
  finder: Finder,
): Finding {
  const { specifier, kind } = requirement;
  const isPublished = each.id !== null && kind !== 'dev';
  const nothing: Finding = { package: null, rewrite: null, problem: null, reason: null };
  if (!shutsOut(requirement, move.to)) return nothing;
  const result = rewriteSpecifier(specifier, dialectOf(requirement), move.from, move.to);
  if (result.kind === 'keep') return nothing;
  const problem = (why: string) => unsatisfied(each, requirement, move, why, finder);
  const isOwn = each.id === move.package.id;
  if (mode === 'none' && !isOwn) return { ...nothing, problem: problem('dependents are left alone') };
  const place = finder.specifierPlace(requirement);
  if ('reason' in place) return { ...nothing, problem: problem(REFUSALS[place.reason]) };
  if (result.kind === 'refuse') {
    if (!isPublished) return { ...nothing, problem: problem(result.reason) };
    throw isFixed(problem(result.reason), result.reason);
  }
  const after = result.specifier;
  const reason = { kind: 'dependency', package: move.package.id, before: specifier, after } as const;
  return {
    ...nothing,
    rewrite: { owner: each.path, requirement, specifier: after },
    reason: !isPublished || isOwn ? null : reason,
  };
}

const REFUSALS: Readonly<Record<Refusal, string>> = {
  'no-specifier': 'it has no specifier',
  template: 'a template fills it in',
  hashes: 'it is pinned by --hash',
  computed: 'code puts it together',
  escapes: 'it is written with escapes, or over joined lines',
  'not-found': 'it was not found again',
};

/** A warning of the plan: the release goes on, and the requirement stays as it is. */
function unsatisfied(
  { id }: Holder,
  requirement: Requirement,
  { package: target, to }: Move,
  why: string,
  finder: Finder,
): Problem {
  const { name, specifier, file, kind } = requirement;
  const { line, column } = finder.requirementPosition(requirement) ?? { line: null, column: null };
  const release = kind === 'dev' || id === null || id === target.id ? '' : `, and release ${id} too`;
  return {
    rule: 'sibling-unsatisfied',
    severity: 'warning',
    package: id,
    file,
    line,
    column,
    message: `${id ?? file} needs ${name ?? target.name} ${specifier}, which does not admit ${formatVersion(to)}`,
    hint: `Change it by hand in ${file} (${why})${release}.`,
  };
}

function isFixed({ package: id, file, line, message }: Problem, reason: string): RelctlError {
  const place = line === null ? file : `${file}:${line}`;
  return new RelctlError('REQUIREMENT_FIXED', `${place}: ${message}: ${reason}`, {
    details: { package: id, file, line },
  });
}

function notBumpable(each: Package, reason: ReleaseReason): Problem {
  const target = reason.kind === 'dependency' ? reason.package : 'a package';
  return {
    rule: 'sibling-unsatisfied',
    severity: 'warning',
    package: each.id,
    file: each.manifest,
    line: null,
    column: null,
    message: `${each.id} needs ${target} and would be released along, but its version is in no file that relctl can edit`,
    hint: `Make a release of ${each.id} by hand.`,
  };
}

function uniqueProblems(problems: readonly Problem[]): Problem[] {
  return [
    ...new Map(
      problems.map(problem => [
        `${problem.package}\0${problem.file}\0${problem.line}\0${problem.message}`,
        problem,
      ]),
    ).values(),
  ];
}
