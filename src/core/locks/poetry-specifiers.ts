import { compareVersions, formatVersion, parseVersion, type Version } from '../versions/version.js';
import { LONGEST } from './specifiers.js';

/** What a specifier admits, as poetry-core sees it: one version, a series such as `1.*`, or a range with holes. */
type Admitted =
  | { readonly how: 'exact'; readonly version: Version }
  /** `==1.*`, `!=1.*` or `!=1.2` alone; poetry-core keeps such a text but for white space. */
  | { readonly how: 'text'; readonly text: string }
  | {
      readonly how: 'range';
      readonly lower: Bound | null;
      readonly upper: Bound | null;
      readonly holes: readonly Version[];
    };

interface Bound {
  readonly operator: string;
  readonly version: Version;
}

/**
 * The ways in which versions of Poetry write a specifier below `[package.dependencies]`: as it stands in
 * `[tool.poetry]`, and where it comes from a PEP 508 requirement. The same place of the list is the same way, null
 * where poetry-core's rule is not followed here.
 */
export function poetrySpellings(specifier: string): (string | null)[] {
  const admitted = admittedBy(specifier);
  return [
    specifier.trim(),
    admitted?.how === 'exact' ? formatVersion(admitted.version) : asRequirement(admitted),
    withUnions(admitted),
  ];
}

/**
 * The ways in which poetry-core writes a specifier into metadata and extras: PEP 440, with `^` and `~` as ranges.
 * Holes stand inside of the range where it comes from a PEP 508 requirement, else where they were written.
 */
export function metadataSpellings(specifier: string): (string | null)[] {
  const clauses = specifier.split(',').map(clause => asRequirement(admittedBy(clause)));
  const asWritten = clauses.includes(null) ? null : clauses.join(',');
  const whole = asRequirement(admittedBy(specifier));
  return [whole, whole === null ? null : asWritten];
}

function asRequirement(admitted: Admitted | null): string | null {
  switch (admitted?.how) {
    case 'exact':
      return `==${formatVersion(admitted.version)}`;
    case 'text':
      return admitted.text;
    case 'range':
      return [
        boundText(admitted.lower),
        ...admitted.holes.map(hole => `!=${formatVersion(hole)}`),
        boundText(admitted.upper),
      ]
        .filter(text => text !== '')
        .join(',');
    default:
      return null;
  }
}

/** Earlier releases, such as 2.1, write a range with holes as the ranges between them. */
function withUnions(admitted: Admitted | null): string | null {
  if (admitted?.how !== 'range' || admitted.holes.length === 0) return null;
  const holes = admitted.holes.map(formatVersion);
  const starts = [boundText(admitted.lower), ...holes.map(hole => `>${hole}`)];
  const ends = [...holes.map(hole => `<${hole}`), boundText(admitted.upper)];
  return starts.map((start, at) => [start, ends[at]].filter(text => text !== '').join(',')).join(' || ');
}

function boundText(bound: Bound | null): string {
  return bound === null ? '' : bound.operator + formatVersion(bound.version);
}

function admittedBy(specifier: string): Admitted | null {
  if (specifier.length > LONGEST) return null;
  const parts = specifier.split(',').map(part => /^\s*([\^~=<>!]*)\s*([^\s*]+?)(\.\*)?\s*$/.exec(part));
  if (parts.length === 1) {
    const [, operator = '', text = '', star = ''] = parts[0] ?? [];
    const version = parseVersion(text);
    if (version === null) return null;
    if ((operator === '' || operator === '==') && star === '') return { how: 'exact', version };
    if (['', '==', '!='].includes(operator)) {
      const isSeries = formatVersion(version) === version.release.join('.');
      return star !== '' && !isSeries
        ? null
        : { how: 'text', text: (operator || '==') + formatVersion(version) + star };
    }
  }
  const [lower, upper, holes]: [Bound[], Bound[], Version[]] = [[], [], []];
  for (const part of parts) {
    const [, operator = '', text = '', star = ''] = part ?? [];
    const version = parseVersion(text);
    // poetry-core hides the `.dev0` of an upper bound.
    if (version === null || star !== '' || version.local !== null) return null;
    if (operator === '>=' || operator === '>') lower.push({ operator, version });
    else if ((operator === '<' || operator === '<=') && version.dev === null)
      upper.push({ operator, version });
    else if (operator === '!=') holes.push(version);
    else {
      const end = endOf(operator, version);
      if (end === null) return null;
      lower.push({ operator: '>=', version });
      upper.push({ operator: '<', version: end });
    }
  }
  return range(lower, upper, holes.sort(compareVersions));
}

/** Null where bounds of one side meet or a hole is not inside: then poetry-core leaves something out. */
function range(lower: readonly Bound[], upper: readonly Bound[], holes: readonly Version[]): Admitted | null {
  const [low = null, high = null] = [lower[0], upper[0]];
  const isSimple = lower.length <= 1 && upper.length <= 1 && (low !== null || high !== null);
  const inside = (version: Version) =>
    (low === null || compareVersions(low.version, version) < 0) &&
    (high === null || compareVersions(version, high.version) < 0);
  const isOpen = low === null || high === null || compareVersions(low.version, high.version) < 0;
  return isSimple && isOpen && holes.every(inside) ? { how: 'range', lower: low, upper: high, holes } : null;
}

/** The first version behind `~=`, `~` and `^`, with as many parts as the specifier has. */
function endOf(operator: string, { epoch, release }: Version): Version | null {
  const last = release.length - 1;
  const nonZero = release.findIndex(part => part !== 0);
  const raised = {
    '~=': Math.max(last - 1, 0),
    '~': Math.min(1, last),
    '^': Math.min(nonZero < 0 ? last : nonZero, 2),
  }[operator];
  if (raised === undefined) return null;
  const next = release.map((part, at) => (at < raised ? part : at === raised ? part + 1 : 0));
  return { epoch, release: next, pre: null, post: null, dev: null, local: null };
}
