import {
  compareReleases,
  compareVersions,
  formatVersion,
  isPreRelease,
  type Version,
} from '../versions/version.js';
import { type Clause, type Dialect, parseSpecifier, type VersionClause } from './specifier.js';

/**
 * Whether a specifier admits a version, pre-releases included, as `packaging` and poetry-core decide; null where it
 * is of no form that is known. Without a dialect it may be of either.
 */
export function admits(specifier: string, version: Version, dialect?: Dialect): boolean | null {
  const alternatives = parseSpecifier(specifier, dialect);
  if (alternatives === null) return null;
  return alternatives.some(clauses => clauses.every(clause => admitsIn(clause, version)));
}

/** Whether a specifier binds nothing: it is empty, `*`, or a lower bound that all final versions are above. */
export function isUnbounded(specifier: string): boolean {
  // Hardly any is to be looked at more closely.
  if (specifier === '') return true;
  if (specifier.trim() !== '' && !/[*xX|]|>=\s*v?0/.test(specifier)) return false;
  const alternatives = parseSpecifier(specifier) ?? [];
  return alternatives.some(clauses => clauses.every(bindsNothing));
}

const LOWEST = { epoch: 0, release: [0], pre: null, post: null, dev: null, local: null } as const;

function bindsNothing(clause: Clause): boolean {
  return clause.operator === '>=' && compareVersions(clause.version, LOWEST) <= 0;
}

/** Whether one clause admits a version, by the section on version specifiers of PEP 440. */
export function admitsIn(clause: Clause, version: Version): boolean {
  if (clause.operator === '===') return formatVersion(version) === clause.text.toLowerCase();
  const bound = clause.version;
  // A local part counts only where the clause has one too.
  const candidate = bound.local === null && version.local !== null ? { ...version, local: null } : version;
  switch (clause.operator) {
    case '==':
      return isEqual(clause, candidate);
    case '!=':
      return !isEqual(clause, candidate);
    case '>=':
      return compareVersions(candidate, bound) >= 0;
    case '<=':
      return compareVersions(candidate, bound) <= 0;
    case '>':
      return compareVersions(candidate, bound) > 0 && !isPostOf(bound, candidate);
    case '<':
      return compareVersions(candidate, isPreRelease(bound) ? bound : { ...bound, dev: 0 }) < 0;
    default:
      return compareVersions(candidate, bound) >= 0 && compareReleases(candidate, endOf(clause)) < 0;
  }
}

function isEqual({ version: bound, wildcard }: VersionClause, version: Version): boolean {
  if (!wildcard) return compareVersions(version, bound) === 0;
  const isPrefix = bound.release.every((part, index) => part === (version.release[index] ?? 0));
  return version.epoch === bound.epoch && isPrefix;
}

/** `>1.0` leaves the post-releases of 1.0 out, `>1.0.post1` does not. */
function isPostOf(bound: Version, version: Version): boolean {
  if (bound.post !== null || bound.dev !== null || version.post === null) return false;
  return compareVersions({ ...version, post: null, dev: null, local: bound.local }, bound) === 0;
}

/** The release that `~=`, `^` or `~` ends before; its pre-releases are left out too. */
export function endOf({
  operator,
  version: { epoch, release },
}: Pick<VersionClause, 'operator' | 'version'>): Pick<Version, 'epoch' | 'release'> {
  const last = operator === '^' ? caretPart(release) : operator === '~' ? 1 : release.length - 2;
  const at = Math.max(0, Math.min(last, release.length - 1));
  return { epoch, release: raisedAt(release, at) };
}

/** The parts up to one of them, which is raised. */
export function raisedAt(release: readonly number[], at: number): number[] {
  return Array.from({ length: at + 1 }, (_, index) => (release[index] ?? 0) + (index === at ? 1 : 0));
}

/** Of major, minor and patch, the first that is not zero; where all are, the last one written. */
function caretPart(release: readonly number[]): number {
  const first = release.slice(0, 3).findIndex(part => part !== 0);
  return first < 0 ? Math.min(release.length, 3) - 1 : first;
}
