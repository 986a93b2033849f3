import { RelctlError } from '../errors.js';
import { nearest } from '../nearest.js';
import { isLevel, LEVELS, type Level, type PreLevel, raiseVersion } from '../versions/level.js';
import {
  compareVersions,
  formatVersion,
  parseVersion,
  sameVersion,
  type Version,
} from '../versions/version.js';
import { isToolCopy, type Package } from '../workspace/package.js';
import type { ReleaseReason } from './plan.js';

/** What `bump` is asked to do with a version: raise it by a step, or set it. */
export type Step =
  | { readonly kind: 'level'; readonly level: Level; readonly pre: PreLevel | null }
  | { readonly kind: 'exact'; readonly version: Version };

/** @throws UNKNOWN_LEVEL, USAGE */
export function parseStep(text: string, pre: PreLevel | null): Step {
  if (isLevel(text)) {
    if (pre !== null && !['major', 'minor', 'patch'].includes(text)) {
      throw new RelctlError('USAGE', `--pre goes with major, minor or patch, not with ${text}`);
    }
    return { kind: 'level', level: text, pre };
  }
  const version = parseVersion(text);
  if (version === null) {
    const near = nearest(text, LEVELS);
    throw new RelctlError('UNKNOWN_LEVEL', `${JSON.stringify(text)} is neither a level nor a version`, {
      ...(near.length > 0
        ? { hint: `Did you mean ${near.join(' or ')}? A version is written as 1.4.0.` }
        : {}),
    });
  }
  if (pre !== null)
    throw new RelctlError('USAGE', '--pre goes with a level; an exact version names its pre-release itself');
  return { kind: 'exact', version };
}

/** One package's move, before tags are known. */
export interface Move {
  readonly package: Package;
  readonly from: Version;
  readonly to: Version;
  readonly level: Level | 'exact';
  readonly reasons: readonly ReleaseReason[];
}

/** The packages to release with their reasons; every member of a group comes along with any other. */
export function withGroups(
  packages: readonly Package[],
  chosen: ReadonlyMap<string, readonly ReleaseReason[]>,
): Map<string, readonly ReleaseReason[]> {
  const groups = new Set(packages.filter(({ id }) => chosen.has(id)).flatMap(({ group }) => group ?? []));
  const result = new Map<string, readonly ReleaseReason[]>();
  for (const { id, group } of packages) {
    const own = chosen.get(id) ?? [];
    const shared: ReleaseReason[] = group !== null && groups.has(group) ? [{ kind: 'group', group }] : [];
    if (own.length > 0 || shared.length > 0) result.set(id, own.length > 0 ? own : shared);
  }
  return result;
}

/**
 * The next version of each package. The packages of a group move from the highest version among them, so that
 * they agree afterwards even if they did not before.
 * @throws NOT_BUMPABLE, VERSION_UNREADABLE, SOURCES_DISAGREE, NOT_INCREASING
 */
export function planMoves(
  packages: readonly Package[],
  chosen: ReadonlyMap<string, readonly ReleaseReason[]>,
  step: Step,
): Move[] {
  const released = packages.filter(({ id }) => chosen.has(id));
  const present = new Map(released.map(each => [each.id, presentVersion(each)]));
  return released.map(each => {
    const from = present.get(each.id) as Version;
    const peers = each.group === null ? [each] : released.filter(({ group }) => group === each.group);
    const start = peers
      .map(({ id }) => present.get(id) as Version)
      .reduce((a, b) => (compareVersions(a, b) < 0 ? b : a));
    const to = step.kind === 'exact' ? step.version : raiseVersion(start, step.level, step.pre);
    const level = step.kind === 'exact' ? 'exact' : step.level;
    return { package: each, from, to, level, reasons: chosen.get(each.id) ?? [] };
  });
}

/** @throws NOT_INCREASING */
export function requireIncrease({ package: { id }, from, to }: Move, step: Step): void {
  if (compareVersions(to, from) > 0) return;
  const [before, after] = [formatVersion(from), formatVersion(to)];
  const isSuffix = step.kind === 'level' && ['a', 'b', 'rc', 'dev'].includes(step.level);
  throw new RelctlError('NOT_INCREASING', `${id}: ${after} is not greater than ${before}`, {
    ...(isSuffix && step.kind === 'level'
      ? { hint: `Say which version it leads to: relctl bump patch --pre ${step.level}.` }
      : {}),
    details: { package: id, from: before, to: after },
  });
}

function presentVersion({ id, version, bumpable, reason, source, mirrors }: Package): Version {
  if (!bumpable || version === null || source.file === null) {
    throw new RelctlError(
      'NOT_BUMPABLE',
      `${id} cannot be bumped: ${reason ?? `its version comes from ${source.kind}`}`,
      { details: { package: id, kind: source.kind } },
    );
  }
  const parsed = parseVersion(version);
  if (parsed === null) {
    throw new RelctlError(
      'VERSION_UNREADABLE',
      `${source.file}:${source.line}: ${JSON.stringify(version)} is no PEP 440 version`,
      {
        details: { file: source.file, line: source.line },
      },
    );
  }
  const different = mirrors.filter(mirror => !isToolCopy(mirror) && !sameVersion(mirror.value, version));
  if (different.length > 0) {
    const places = [source, ...different].map(({ file, line, value }) => `${file}:${line} says ${value}`);
    const isBehind = different.every(({ value }) => {
      const written = parseVersion(value);
      return written !== null && compareVersions(written, parsed) < 0;
    });
    throw new RelctlError('SOURCES_DISAGREE', `${id}: ${places.join(', ')}`, {
      ...(isBehind
        ? { hint: `Run relctl verify-versions --fix --package ${id}, and commit what it brings up to date.` }
        : {}),
      details: { package: id },
    });
  }
  return parsed;
}
