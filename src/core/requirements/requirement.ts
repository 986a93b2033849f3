import { normalizeName } from './name.js';
import type { Dialect } from './specifier.js';
import { isSpecifier, requirementHead, spanBehind } from './specifier-span.js';

/** Why a package needs another one; `dev` holds tests, tools and everything that no user installs. */
export const KINDS = ['runtime', 'optional', 'dev', 'build'] as const;
export type Kind = (typeof KINDS)[number];

/** One requirement of a package as some file of it says. */
export interface Requirement {
  /** The normalised name; null where only a path is given (`-e ../lib`). */
  readonly name: string | null;
  readonly kind: Kind;
  /** The version part as written (`>=1.2,<2`, Poetry's `^1.2`); empty where there is none. */
  readonly specifier: string;
  /** Where the requirement points to a folder: relative to the root, or null. */
  readonly path: string | null;
  /** The file that says so, relative to the root. */
  readonly file: string;
  /**
   * The way to its text through the structure of the file. In TOML keys and indexes, where an index counts all
   * elements of an array; in `setup.cfg` section, option and entry; in `setup.py` argument, keys and indexes, and
   * the line of the text; in a requirement file the line.
   */
  readonly at: readonly (string | number)[];
}

/** In which language the specifier is written. */
export function dialectOf({ at }: Requirement): Dialect {
  return at[0] === 'tool' && at[1] === 'poetry' ? 'poetry' : 'pep508';
}

/** A PEP 508 requirement, read only as far as relctl needs it. */
export interface ParsedRequirement {
  readonly name: string;
  readonly specifier: string;
  /** What follows `@`; null where the requirement has no direct reference. */
  readonly url: string | null;
}

/**
 * Reads `name [extras] (specifier) ; marker` and `name [extras] @ url ; marker` of PEP 508. It is lenient after
 * the name, since a template such as `{root:uri}/../lib` or `=={{ version }}` still names what is needed.
 */
export function parseRequirement(text: string): ParsedRequirement | null {
  const known = parsed.get(text);
  if (known !== undefined) return known;
  const found = readRequirement(text);
  parsed.set(text, found);
  return found;
}

/** Many packages require the same. */
const parsed = new Map<string, ParsedRequirement | null>();

function readRequirement(text: string): ParsedRequirement | null {
  const head = requirementHead(text);
  if (head === null) return null;
  const name = normalizeName(head.name);
  if (text[head.end] === '@') {
    const reference = text.slice(head.end + 1).trim();
    return { name, specifier: '', url: (reference.split(/\s;/)[0] as string).trim() };
  }
  const { specifier } = spanBehind(head, text);
  if (isSpecifier(specifier)) return { name, specifier, url: null };
  // Of a template with a gap it is known what is needed, and not in which version.
  return specifier === '' || specifier.includes('{}') ? { name, specifier: '', url: null } : null;
}
