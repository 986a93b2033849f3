/**
 * The regular expressions with which back-ends find a version in a file. Those that a repository configures are
 * untrusted: only shapes that cannot take more than polynomial time of a small degree are run.
 */
export interface VersionPattern {
  readonly expression: RegExp;
  /** The group that holds the version: a name, or a number. */
  readonly group: string | number;
}

/** The default of hatchling; scikit-build-core has the same. */
const HATCH = String.raw`^(__version__|VERSION)(?: ?\: ?str)? *= *(['"])v?(?<version>.+?)\2`;
/** The default of pdm-backend. */
const PDM = String.raw`^(?:__version__|VERSION)\s*=\s*['"](?<version>.+?)['"]\s*(?:#.*)?$`;

const LONGEST = 500;
const MOST_QUANTIFIERS = 8;

/** @param pattern as the manifest writes it, in Python's syntax; null for the default of the back-end */
export function versionPattern(kind: string, pattern: string | null): VersionPattern | null {
  if (pattern === null) {
    return {
      expression: kind === 'pdm' ? new RegExp(PDM, 'md') : new RegExp(HATCH, 'imd'),
      group: 'version',
    };
  }
  const translated = translate(pattern);
  if (translated === null) return null;
  const group = /\(\?<version>/.test(translated.source)
    ? 'version'
    : /\(\?<value>/.test(translated.source)
      ? 'value'
      : 1;
  try {
    return { expression: new RegExp(translated.source, `${translated.flags}md`), group };
  } catch {
    return null;
  }
}

/** From Python's spelling to JavaScript's; null for what differs in meaning or may take long. */
function translate(pattern: string): { source: string; flags: string } | null {
  const inline = /^\(\?([aimsu]+)\)/.exec(pattern);
  const source = pattern
    .slice(inline?.[0].length ?? 0)
    .replaceAll('(?P<', '(?<')
    .replace(/\(\?P=(\w+)\)/g, '\\k<$1>')
    .replaceAll('\\A', '^')
    .replaceAll('\\Z', '$');
  const quantifiers = source.replace(/\\./g, '').match(/[*+{]/g) ?? [];
  const nested = /\([^()]*[*+][^()]*\)\s*[*+{]/.test(source.replace(/\\./g, ''));
  if (pattern.length > LONGEST || quantifiers.length > MOST_QUANTIFIERS || nested) return null;
  return { source, flags: (inline?.[1] ?? '').replace(/[^is]/g, '') };
}

/** The version that the pattern finds first, and where; offsets count UTF-16 units. */
export function matchPattern(
  pattern: VersionPattern,
  text: string,
): { value: string; from: number; to: number } | null {
  const match = pattern.expression.exec(text);
  if (match?.indices === undefined) return null;
  const range =
    typeof pattern.group === 'string' ? match.indices.groups?.[pattern.group] : match.indices[pattern.group];
  return range === undefined ? null : { value: text.slice(...range), from: range[0], to: range[1] };
}
