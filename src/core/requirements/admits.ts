import { satisfies } from '@renovatebot/pep440';
import { formatVersion, parseVersion, type Version } from '../versions/version.js';

/**
 * Whether a specifier admits a version, pre-releases included; null where the specifier is of no form that is
 * known. Reads PEP 440 clauses and Poetry's caret, tilde, bare and wildcard forms.
 */
export function admits(specifier: string, version: Version): boolean | null {
  const clauses = specifier.split(',').map(clause => clause.trim());
  const translated = clauses.filter(clause => clause !== '' && clause !== '*').map(toPep440);
  if (translated.includes(null)) return null;
  const range = translated.join(',');
  if (range === '') return true;
  try {
    return satisfies(formatVersion({ ...version, local: null }), range, { prereleases: true });
  } catch {
    return null;
  }
}

function toPep440(clause: string): string | null {
  if (/^(?:==|!=|<=|>=|<|>|~=)\s*[^\s=]+$/.test(clause)) return clause;
  const [, operator = '', text = ''] = /^([\^~]?)\s*(\S+)$/.exec(clause) ?? [];
  if (operator === '') return /^[\d.]+(?:\.\*)?$|^\d\S*$/.test(text) ? `==${text}` : null;
  const lower = parseVersion(text);
  if (lower === null) return null;
  const upper = operator === '~' ? tildeEnd(lower.release) : caretEnd(lower.release);
  return `>=${formatVersion(lower)},<${upper.join('.')}`;
}

/** `~1.2` ends at 1.3, `~1` at 2. */
function tildeEnd([major = 0, minor]: readonly number[]): number[] {
  return minor === undefined ? [major + 1] : [major, minor + 1];
}

/** The first part that is not zero is raised; where all are zero, the last one written. */
function caretEnd(release: readonly number[]): number[] {
  const first = release.findIndex(part => part !== 0);
  const at = first < 0 ? release.length - 1 : first;
  return [...release.slice(0, at), (release[at] ?? 0) + 1];
}
