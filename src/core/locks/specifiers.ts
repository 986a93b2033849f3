import { byCodeUnit } from '../paths.js';
import { compareVersions, formatVersion, parseVersion, type Version } from '../versions/version.js';

/** Longer texts are no specifiers: it keeps the work on hostile input small. */
export const LONGEST = 1000;

/** A clause of PEP 440, such as `>=1.2` or `==1.*`. */
interface Clause {
  readonly operator: string;
  readonly version: Version;
  readonly star: string;
  /** As it is written, without white space. */
  readonly text: string;
}

/** The order in which uv puts clauses of equal versions. */
const OPERATORS = ['==', '==*', '===', '!=', '!=*', '~=', '<', '<=', '>', '>='];

/** The clauses of a specifier of PEP 440; null where it is none. */
function clausesOf(specifier: string): Clause[] | null {
  if (specifier.length > LONGEST) return null;
  const clauses = specifier.split(',').map(part => {
    const [, operator = '', text = '', star = ''] =
      /^\s*(===|==|!=|<=|>=|<|>|~=)\s*([^\s*]+?)(\.\*)?\s*$/.exec(part) ?? [];
    const version = parseVersion(text);
    return version === null ? null : { operator, version, star, text: `${operator}${text}${star}` };
  });
  return clauses.every(clause => clause !== null) ? clauses : null;
}

/**
 * How uv writes a specifier in `uv.lock`: no white space, versions in normal form, clauses by version and then by
 * operator. Null where the specifier is not of PEP 440.
 */
export function uvSpelling(specifier: string): string | null {
  const clauses = clausesOf(specifier);
  if (clauses === null) return null;
  const rank = ({ operator, star }: Clause) => OPERATORS.indexOf(star === '' ? operator : `${operator}*`);
  return clauses
    .sort((a, b) => compareVersions(a.version, b.version) || rank(a) - rank(b))
    .map(({ operator, version, star }) => `${operator}${formatVersion(version)}${star}`)
    .join(',');
}

/** How PDM writes a specifier in `pdm.lock`: no white space, clauses as they are spelled, in the order of their text. */
export function pdmSpelling(specifier: string): string | null {
  const texts = clausesOf(specifier)?.map(({ text }) => text);
  return texts === undefined ? null : texts.sort(byCodeUnit).join(',');
}
