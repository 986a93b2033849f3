import type { TagResult } from '../core/operations/make-tags.js';
import type { Plan } from '../core/plan/plan.js';
import { parseTag } from '../core/tags/template.js';
import { type Aliases, aliasesOf } from '../core/versions/aliases.js';
import { formatVersion, isPreRelease, parseVersion, type Version } from '../core/versions/version.js';
import type { Package } from '../core/workspace/package.js';
import type { Workspace } from '../core/workspace/workspace.js';
import { safeJson } from './json.js';
import { joinSummary, markdownTable } from './markdown.js';
import { fitOutputs, type Output, type StepReport } from './step.js';

type Known = Pick<Workspace, 'packages' | 'byId'>;

interface Released {
  readonly id: string;
  readonly from: string | null;
  readonly version: string;
  /** Null where no tag is made. */
  readonly tag: string | null;
}

const MOST_ROWS = 500;

/**
 * What `relctl bump` hands to the later steps of a job.
 * @param tags the names of all tags of the repository
 */
export function bumpStep(plan: Plan, workspace: Known, tags: readonly string[]): StepReport {
  const released = plan.releases.map(({ id, from, to, tag }) => ({ id, from, version: to, tag }));
  return report(released, plan.status === 'applied' || plan.status === 'resumed', workspace, tags);
}

/** The same for `relctl tag`, which has released something where it made or pushed a tag. */
export function tagStep({ tags: made }: TagResult, workspace: Known, tags: readonly string[]): StepReport {
  const released = made.flatMap(({ name, package: id }) =>
    membersOf(id, name, workspace).map(({ member, version }) => ({
      id: member.id,
      from: null,
      version: formatVersion(version),
      tag: name,
    })),
  );
  return report(
    released,
    made.some(({ status }) => status !== 'exists'),
    workspace,
    tags,
  );
}

/**
 * What the gate hands on in a job for a tag: the version that the tag gives, so that the job can publish it.
 * @param tags the names of all tags of the repository
 */
export function tagOutputs(name: string, workspace: Known, tags: readonly string[]): readonly Output[] {
  const released = workspace.packages.flatMap(member => {
    const version = parseTag(member.template, member, name);
    return version === null
      ? []
      : [{ id: member.id, from: null, version: formatVersion(version), tag: name }];
  });
  return fitOutputs([...listOutputs(released), ...versionOutputs(released, workspace, tags)]).outputs;
}

/** The packages that a tag is of, with the version that it gives them: one, or those of a group. */
function membersOf(id: string | null, name: string, { packages, byId }: Known) {
  const candidates = id === null ? packages.filter(({ group }) => group !== null) : [byId.get(id)];
  return candidates.flatMap(member => {
    const version = member === undefined ? null : parseTag(member.template, member, name);
    return member === undefined || version === null ? [] : [{ member, version }];
  });
}

function report(
  released: readonly Released[],
  done: boolean,
  workspace: Known,
  tags: readonly string[],
): StepReport {
  const fitted = fitOutputs([
    { name: 'released', value: String(done) },
    ...listOutputs(released),
    ...versionOutputs(released, workspace, tags),
  ]);
  const rows = released.map(({ id, from, version, tag }) => [id, from ?? '', version, tag ?? '']);
  const title = done ? '### Released' : '### Planned, nothing is released';
  return {
    ...fitted,
    annotations: [],
    summary:
      released.length === 0
        ? joinSummary(['### Nothing to release'])
        : joinSummary([title, markdownTable(['package', 'from', 'version', 'tag'], rows, MOST_ROWS)]),
  };
}

function listOutputs(released: readonly Released[]): Output[] {
  const versions = released.map(({ id, version }) => [id, version] as const);
  return [
    { name: 'tags', value: safeJson([...new Set(released.flatMap(({ tag }) => tag ?? []))]) },
    { name: 'versions', value: safeJson(Object.fromEntries(versions)) },
  ];
}

/** Those of one package, or of several that share one tag; none where there is no one version to speak of. */
function versionOutputs(released: readonly Released[], { byId }: Known, tags: readonly string[]): Output[] {
  const [first] = released;
  if (first === undefined) return [];
  const one = released.length === 1 || (first.tag !== null && released.every(({ tag }) => tag === first.tag));
  const each = byId.get(first.id);
  const version = parseVersion(first.version);
  if (!one || each === undefined || version === null) return [];
  const { minor, major, latest } = aliases(each, version, tags);
  return [
    { name: 'version', value: first.version },
    { name: 'prerelease', value: String(isPreRelease(version)) },
    { name: 'minor_alias', value: minor ?? '' },
    { name: 'major_alias', value: major ?? '' },
    { name: 'latest', value: String(latest) },
  ];
}

function aliases(each: Package, version: Version, tags: readonly string[]): Aliases {
  return aliasesOf(
    version,
    tags.flatMap(tag => parseTag(each.template, each, tag) ?? []),
  );
}
