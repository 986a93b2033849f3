import { explain } from '@renovatebot/pep440';

export type PreKind = 'a' | 'b' | 'rc';

/** A PEP 440 version in its parts. The standard bounds no number; here each is a safe integer. */
export interface Version {
  readonly epoch: number;
  readonly release: readonly number[];
  readonly pre: { readonly kind: PreKind; readonly number: number } | null;
  readonly post: number | null;
  readonly dev: number | null;
  readonly local: string | null;
}

/** Longer texts are no versions: it keeps the work on hostile input small. */
const LONGEST = 200;

/** Reads any spelling that PEP 440 allows; null where it allows none. */
export function parseVersion(text: string): Version | null {
  const trimmed = text.trim();
  if (trimmed.length > LONGEST) return null;
  if (PLAIN.test(trimmed)) return plainVersion(trimmed);
  const parts = explain(trimmed);
  if (parts === null) return null;
  const [kind, number] = parts.pre ?? [];
  const version: Version = {
    epoch: parts.epoch,
    release: parts.release,
    pre: kind === undefined ? null : { kind: kind as PreKind, number: Number(number) },
    post: numberOf(parts.post),
    dev: numberOf(parts.dev),
    local: localOf(trimmed),
  };
  const numbers = [
    version.epoch,
    ...version.release,
    version.pre?.number ?? 0,
    version.post ?? 0,
    version.dev ?? 0,
  ];
  return numbers.every(Number.isSafeInteger) ? version : null;
}

/** Most versions are a release and nothing else; a gate reads thousands. */
const PLAIN = /^\d+(?:\.\d+)*$/;

/** Such a version in normal form, of numbers that are safe whatever their digits. */
const NORMAL = /^(?:0|[1-9]\d{0,14})(?:\.(?:0|[1-9]\d{0,14}))*$/;

function plainVersion(text: string): Version | null {
  const release = text.split('.').map(Number);
  if (!release.every(Number.isSafeInteger)) return null;
  return { epoch: 0, release, pre: null, post: null, dev: null, local: null };
}

/** The normal form, which is what relctl writes. */
export function formatVersion(version: Version): string {
  const epoch = version.epoch === 0 ? '' : `${version.epoch}!`;
  const pre = version.pre === null ? '' : `${version.pre.kind}${version.pre.number}`;
  const post = version.post === null ? '' : `.post${version.post}`;
  const dev = version.dev === null ? '' : `.dev${version.dev}`;
  const local = version.local === null ? '' : `+${version.local}`;
  return `${epoch}${version.release.join('.')}${pre}${post}${dev}${local}`;
}

/** The normal form of any accepted spelling; null where the text is no version. */
export function normalizeVersion(text: string): string | null {
  if (NORMAL.test(text) && text.length <= LONGEST) return text;
  const version = parseVersion(text);
  return version === null ? null : formatVersion(version);
}

/** Negative, zero or positive by the order of PEP 440; `1.0` and `1.0.0` are equal. */
export function compareVersions(left: Version, right: Version): number {
  return (
    compareReleases(left, right) ||
    phase(left) - phase(right) ||
    (left.pre?.number ?? 0) - (right.pre?.number ?? 0) ||
    (left.post ?? -1) - (right.post ?? -1) ||
    (left.dev ?? Number.MAX_VALUE) - (right.dev ?? Number.MAX_VALUE) ||
    compareLocals(left.local, right.local)
  );
}

/** The order of epoch and release alone: a version, its pre-releases and its post-releases are equal. */
export function compareReleases(
  left: Pick<Version, 'epoch' | 'release'>,
  right: Pick<Version, 'epoch' | 'release'>,
): number {
  if (left.epoch !== right.epoch) return left.epoch - right.epoch;
  for (let index = 0; index < Math.max(left.release.length, right.release.length); index++) {
    const order = (left.release[index] ?? 0) - (right.release[index] ?? 0);
    if (order !== 0) return order;
  }
  return 0;
}

/** A development release of the version itself comes before its pre-releases, the version after them. */
function phase({ pre, post, dev }: Version): number {
  if (pre !== null) return { a: 1, b: 2, rc: 3 }[pre.kind];
  return post === null && dev !== null ? 0 : 4;
}

/**
 * Whether a declared version is 0.0.0, with whatever suffix: `0.0.0+develop` waits for a build to write the number, and
 * what is published, tagged and asked for is another one.
 */
export function isPlaceholder({ release }: Version): boolean {
  return release.every(part => part === 0);
}

/** Whether installers take the version for a pre-release, which development releases are too by PEP 440. */
export function isPreRelease({ pre, dev }: Version): boolean {
  return pre !== null || dev !== null;
}

/** No local part comes first; parts of digits are numbers and come after those with letters. */
function compareLocals(left: string | null, right: string | null): number {
  if (left === null || right === null) return Number(left !== null) - Number(right !== null);
  const [a, b] = [left.split('.'), right.split('.')];
  for (let index = 0; index < Math.max(a.length, b.length); index++) {
    const order = compareLocalParts(a[index], b[index]);
    if (order !== 0) return order;
  }
  return 0;
}

function compareLocalParts(left: string | undefined, right: string | undefined): number {
  if (left === undefined || right === undefined)
    return Number(left !== undefined) - Number(right !== undefined);
  const [leftNumber, rightNumber] = [/^\d+$/.test(left), /^\d+$/.test(right)];
  if (leftNumber !== rightNumber) return leftNumber ? 1 : -1;
  if (leftNumber && left.length !== right.length) return left.length - right.length;
  return left < right ? -1 : left > right ? 1 : 0;
}

/** Whether two texts are the same version in whatever spelling; texts that are no versions are compared as they are. */
export function sameVersion(left: string, right: string): boolean {
  if (left === right) return true;
  const [a, b] = [parseVersion(left), parseVersion(right)];
  return a !== null && b !== null && compareVersions(a, b) === 0;
}

/** The library's types allow more than its parser gives. */
function numberOf(part: unknown): number | null {
  return typeof part === 'number' ? part : null;
}

/** Read from the text, since the library takes parts such as `1e5` for numbers. */
function localOf(text: string): string | null {
  const plus = text.indexOf('+');
  if (plus < 0) return null;
  const parts = text
    .slice(plus + 1)
    .toLowerCase()
    .split(/[-_.]/);
  return parts.map(part => (/^\d+$/.test(part) ? part.replace(/^0+(?=\d)/, '') : part)).join('.');
}
