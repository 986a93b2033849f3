/** Where a pattern finds a version; offsets count UTF-16 units. */
export interface PatternMatch {
  readonly value: string;
  readonly from: number;
  readonly to: number;
}

/** Finds the first version in a text. */
export type VersionPattern = (text: string) => PatternMatch | null;

/** Compiles a pattern that a repository configures; null where it is not one that relctl runs. */
export type PatternCompiler = (pattern: string) => VersionPattern | null;

/**
 * The defaults of the back-ends, without their back-reference to the quote: each quote has a branch of its own.
 * `^`, `$` and `.` are written out, since JavaScript ends lines at U+2028 and U+2029 too.
 */
const DEFAULTS: Readonly<Record<string, RegExp>> = {
  hatch: /(?<![^\n\r])(?:__version__|VERSION) *= *(?:'v?([^\n]+?)'|"v?([^\n]+?)")/di,
  'scikit-build': /(?<![^\n\r])(?:__version__|VERSION)(?: ?: ?str)? *= *(?:'v?([^\n]+?)'|"v?([^\n]+?)")/di,
  pdm: /(?<![^\n\r])(?:__version__|VERSION)\s*=\s*['"]([^\n]+?)['"][^\S\n]*(?:#[^\n\r]*)?(?![^\n\r])/d,
  // Meson's strings are in single quotes and hold no line ends; nested calls before the version are left alone.
  meson: /(?<![^\n\r])[ \t]*project\s*\([^)]{0,2000}?\bversion\s*:\s*'([^'\n]+)'/d,
};

/** The pattern that a back-end uses where none is configured. */
export function defaultPattern(kind: string): VersionPattern | null {
  const expression = DEFAULTS[kind];
  if (expression === undefined) return null;
  return text => {
    const indices = expression.exec(text)?.indices;
    const range = indices?.[1] ?? indices?.[2];
    return range === undefined ? null : { value: text.slice(...range), from: range[0], to: range[1] };
  };
}
