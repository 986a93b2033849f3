import { baseName } from '../paths.js';
import { isName, normalizeName } from '../requirements/name.js';

/** A version behind an operator, with the name before it where there is one: `x[y]>=1.2`, `"^1.2"`. */
const REQUIREMENT =
  /([A-Za-z0-9][\w.-]*)?(?:\[[^\]]*\])?["']?\s*\(?(?:===?|[~!<>]=|(?<![-=])>|[<^~])\s*["']?v?$/;
/** `actions/checkout@v1.2`, `name@1.2`. */
const PIN = /([\w.-]+)@v?$/;
/** Tables of a TOML document that are about other distributions. */
const FOREIGN_TABLE =
  /^[ \t]*\[+[^\]\n]*(?:dependenc|require|constraint|override|\bsources?\b|\bextras?\b|\bplugins?\b)/i;
/** A key of a TOML, JSON or INI document that may be about the document's own version. */
const OWN_KEY = /^\s*(?:[\w-]+\s*\.\s*)*["']?(?:current_?)?version["']?\s*[:=]\s*["']?v?$/i;
/** An assignment inside of a block: a fallback in `except`, a class, a function. */
const IN_BLOCK = /^\s+\w*version\w*\s*(?::[^=]*)?=[^=]/i;

/** As much of a line is looked at on one side; longer ones are no text that people write. */
const WIDEST = 200;

/** Where a version was found, and by how much context. */
export interface Found {
  readonly file: string;
  readonly text: string;
  readonly from: number;
  /** Whether the tool looks for the bare version, wherever it stands. */
  readonly bare: boolean;
}

/**
 * Whether a version that a release tool would replace is not the package's own: one in the requirement of another
 * distribution, of an action, in a lock file, or a fallback. The tools go by the text alone and rewrite those, too.
 */
export function isOthersVersion({ file, text, from, bare }: Found, own: string): boolean {
  if (file.endsWith('.lock') || baseName(file) === 'package-lock.json') return true;
  const start = text.lastIndexOf('\n', from - 1) + 1;
  if (file.endsWith('.py') && IN_BLOCK.test(text.slice(start, start + WIDEST))) return true;
  const before = text.slice(Math.max(start, from - WIDEST), from);
  const named = REQUIREMENT.exec(before) ?? PIN.exec(before);
  if (named !== null) return !isSame(named[1] ?? '', own);
  if (bare && /\brev\s*[:=]\s*["']?v?$/.test(before)) return true;
  if (file.endsWith('.toml') && inForeignTable(text, start)) return true;
  return bare && /\.(?:toml|json|cfg|ini)$/.test(file) && !OWN_KEY.test(before);
}

function isSame(name: string, own: string): boolean {
  return isName(name) && normalizeName(name) === normalizeName(own);
}

/** Looks at the header above; the last line that starts with a bracket and a name is one. */
function inForeignTable(text: string, start: number): boolean {
  for (let end = start - 1; end >= 0; ) {
    const from = text.lastIndexOf('\n', end - 1) + 1;
    const line = text.slice(from, Math.min(end, from + WIDEST));
    if (/^[ \t]*\[+[ \t]*["'\w]/.test(line)) return FOREIGN_TABLE.test(line);
    end = from - 1;
  }
  return false;
}
