import { parseVersion, type Version } from '../versions/version.js';

/** How a specifier is written: by PEP 440, as PEP 508 and all that reads it have it, or in Poetry's own tables. */
export type Dialect = 'pep508' | 'poetry';

interface Place {
  /** The version as written, without `.*`, and where it stands in the specifier. */
  readonly text: string;
  readonly from: number;
  readonly to: number;
}

/** `===` compares texts, whatever they are. */
interface TextClause extends Place {
  readonly operator: '===';
}

export interface VersionClause extends Place {
  /** Poetry's bare version and its `=` are `==`. */
  readonly operator: '==' | '!=' | '<=' | '>=' | '<' | '>' | '~=' | '^' | '~';
  readonly version: Version;
  /** `.*` follows. */
  readonly wildcard: boolean;
}

/** One condition of a specifier. */
export type Clause = TextClause | VersionClause;

/** The alternatives of a specifier, each a list of clauses that all must hold; PEP 440 has one alternative. */
export type Specifier = readonly (readonly Clause[])[];

/** Operator and version, then what separates them from the next; the third group is the end of an alternative. */
const CLAUSE = {
  pep508: /(===|~=|[=!<>]=|[<>])\s*([^\s,;)]+)\s*(?:$|,[\s,]*)/y,
  poetry: /(~=|[=!<>]=|[<>=^~])? *([^\s,|]+) *(?:, *)?(\|\|?\s*)?/y,
} as const;

/**
 * Reads a specifier as `packaging` or poetry-core does; null where that would refuse it. Empty, and `*`, it has one
 * alternative without clauses. Without a dialect it may be of either, and what both accept means the same.
 */
export function parseSpecifier(specifier: string, dialect?: Dialect): Specifier | null {
  const trimmed = specifier.trim();
  if (trimmed === '' || trimmed === '*') return [[]];
  return dialect === undefined
    ? (parseIn(specifier, 'pep508') ?? parseIn(specifier, 'poetry'))
    : parseIn(specifier, dialect);
}

function parseIn(specifier: string, dialect: Dialect): Specifier | null {
  const pattern = CLAUSE[dialect];
  const end = specifier.trimEnd().length;
  const alternatives: Clause[][] = [[]];
  let at = (dialect === 'pep508' ? /^[\s,]*/ : /^\s*/).exec(specifier)?.[0].length ?? 0;
  while (at < end) {
    pattern.lastIndex = at;
    const match = pattern.exec(specifier);
    if (match === null) return null;
    const [whole, operator = '', text = '', bar] = match;
    if (operator !== '' || dialect === 'pep508' || !/^v?[x*](?:\.[x*])*$/i.test(text)) {
      const clause = clauseOf(operator, text, specifier.indexOf(text, at + operator.length), dialect);
      if (clause === null) return null;
      alternatives.at(-1)?.push(clause);
    }
    at += whole.length;
    if (bar !== undefined && at >= end) return null;
    if (bar !== undefined) alternatives.push([]);
  }
  return alternatives;
}

function clauseOf(operator: string, text: string, from: number, dialect: Dialect): Clause | null {
  if (operator === '===') return { operator, text, from, to: from + text.length };
  const star = text.indexOf('.*');
  const wildcard = star >= 0;
  if (wildcard && !(dialect === 'pep508' ? /^\.\*$/ : /^(?:\.\*)+$/).test(text.slice(star))) return null;
  const written = wildcard ? text.slice(0, star) : text;
  const version = parseVersion(written);
  if (version === null) return null;
  const clause = {
    operator: (/^=?$/.test(operator) ? '==' : operator) as VersionClause['operator'],
    version,
    wildcard,
    text: written,
    from,
    to: from + written.length,
  };
  return isAllowed(clause, dialect) ? clause : null;
}

/** Whether the operator has a meaning for all parts of the version. */
function isAllowed({ operator, version, wildcard }: VersionClause, dialect: Dialect): boolean {
  const { release, pre, post, dev, local } = version;
  const isEquality = operator === '==' || operator === '!=';
  if (wildcard) {
    const isPlain = pre === null && post === null && dev === null && local === null;
    return isPlain && (isEquality || (dialect === 'poetry' && /^[<>]/.test(operator)));
  }
  if (dialect === 'poetry') return true;
  return (local === null || isEquality) && (operator !== '~=' || release.length > 1);
}
