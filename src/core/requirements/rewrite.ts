import {
  compareReleases,
  compareVersions,
  formatVersion,
  isPreRelease,
  type Version,
} from '../versions/version.js';
import { admits, admitsIn, endOf, raisedAt } from './admits.js';
import { type Clause, type Dialect, parseSpecifier, type VersionClause } from './specifier.js';

/** What becomes of a requirement when the package that it names gets a new version. */
export type Rewrite =
  /** It admits the new version already, or binds nothing. */
  | { readonly kind: 'keep' }
  /** The specifier with other versions and nothing else changed. */
  | { readonly kind: 'rewrite'; readonly specifier: string }
  /** A person has to decide; the reason is a clause about the specifier. */
  | { readonly kind: 'refuse'; readonly reason: string };

/**
 * What becomes of a specifier when the package that it binds goes from one version to another. Only what shuts the
 * new version out is changed, and the lower bounds of a range whose upper end moves with it; operators, order,
 * blanks and the number of parts stay. After the `replace` of Renovate, which does not know pre-releases.
 */
export function rewriteSpecifier(specifier: string, dialect: Dialect, from: Version, to: Version): Rewrite {
  const alternatives = parseSpecifier(specifier, dialect);
  const [clauses] = alternatives ?? [];
  if (alternatives === null || clauses === undefined)
    return refuse(specifier.includes('{') ? 'it is a template' : `it is no specifier of ${NAMES[dialect]}`);
  if (alternatives.some(all => all.every(clause => admitsIn(clause, to)))) return { kind: 'keep' };
  if (alternatives.length > 1) return refuse('it lists alternatives');
  const broken = clauses.filter(clause => !admitsIn(clause, to));
  const stuck = broken.find(clause => !isMovable(clause, from));
  if (stuck !== undefined) return refuse(`${written(stuck)} leaves ${formatVersion(to)} out`);
  const rangeMoves = broken.some(clause => clause.operator === '<');
  let rewritten = specifier;
  for (const clause of clauses.toReversed()) {
    const moves = broken.includes(clause) || (rangeMoves && isRaised(clause, to));
    if (moves) rewritten = rewritten.slice(0, clause.from) + moved(clause, to) + rewritten.slice(clause.to);
  }
  return admits(rewritten, to, dialect) === true
    ? { kind: 'rewrite', specifier: rewritten }
    : refuse(`no form of it admits ${formatVersion(to)}`);
}

const NAMES = { pep508: 'PEP 440', poetry: 'Poetry' } as const;

function refuse(reason: string): Rewrite {
  return { kind: 'refuse', reason };
}

function written(clause: Clause): string {
  return `${clause.operator}${clause.text}${clause.operator !== '===' && clause.wildcard ? '.*' : ''}`;
}

/** What names versions to leave out is a decision, and so is a text that need not be a version. */
function isMovable(clause: Clause, from: Version): boolean {
  if (clause.operator === '===') return clause.text.toLowerCase() === formatVersion(from);
  return clause.operator !== '!=' && clause.operator !== '>';
}

/** Whether a lower bound goes up with the upper one. */
function isRaised(clause: Clause, to: Version): boolean {
  return clause.operator === '>=' && compareVersions(lowest(clause, to), clause.version) > 0;
}

/** The new text of a clause. A local part is only for those that ask for one version. */
function moved(clause: Clause, to: Version): string {
  switch (clause.operator) {
    case '===':
      return formatVersion(to);
    case '==':
      return formatVersion(clause.wildcard ? withParts(to, clause.version.release.length) : to);
    case '<=':
      return formatVersion({ ...to, local: null });
    case '<':
      return nextBoundary(clause, to);
    default:
      return formatVersion(lowest(clause, to));
  }
}

/** The release alone, cut or filled to a number of parts. */
function withParts({ epoch, release }: Version, count: number): Version {
  const parts = Array.from({ length: count }, (_, index) => release[index] ?? 0);
  return { epoch, release: parts, pre: null, post: null, dev: null, local: null };
}

/**
 * The new version with as many parts as the clause has. Of a pre-release the whole, since installers take one only
 * where it is named; unless more parts would end a clause sooner: for 2.0.0rc1 `~=1.0` goes to `~=2.0rc1`.
 */
function lowest({ operator, version }: VersionClause, to: Version): Version {
  const short = withParts(to, version.release.length);
  if (!isPreRelease(to)) return short;
  const { release } = withParts(to, Math.max(version.release.length, to.release.length));
  const whole = { ...to, release, local: null };
  if (operator === '>=' || compareReleases(short, to) !== 0) return whole;
  const [shortEnd, wholeEnd] = [endOf({ operator, version: short }), endOf({ operator, version: whole })];
  return compareReleases(shortEnd, wholeEnd) === 0 ? whole : { ...whole, release: short.release };
}

/**
 * The next end of the kind that the clause has, which its last part that is not zero tells: `<2.0` goes to `<3.0`,
 * `<0.3` to `<0.4`. Zeros are kept, and a suffix that only makes the end exact (`<2.0.dev0`).
 */
function nextBoundary({ version, text }: VersionClause, to: Version): string {
  const last = Math.max(
    0,
    version.release.findLastIndex(part => part !== 0),
  );
  const raised = raisedAt(to.release, last);
  const release = version.release.map((_, index) => raised[index] ?? 0);
  const { pre, post, dev, local } = version;
  const isExact = post === null && local === null && (pre?.number ?? 0) === 0 && (dev ?? 0) === 0;
  const suffix = isExact ? text.replace(/^v?(?:\d+!)?\d+(?:\.\d+)*/i, '') : '';
  return `${to.epoch === 0 ? '' : `${to.epoch}!`}${release.join('.')}${suffix}`;
}
