import { position } from './position.js';
import { NO_NAMES, type Part, type Reexport, type VersionNames } from './version-names.js';

/** `__version__ = "1.2.3"`, the one form that nearly every file has. */
const LITERAL = /^([A-Za-z_]\w*) *= *(?:"([^"\\\n]+)"|'([^'\\\n]+)')[ \t]*(?:#[^\n]*)?\r?$/;
/** `from .core._version import __version__, VERSION as version` */
const IMPORT =
  /^from +(?! *import )(\.*) *([A-Za-z_][\w.]*)? +import +([A-Za-z_]\w*(?: +as +\w+)?(?: *, *[A-Za-z_]\w*(?: +as +\w+)?)*)[ \t]*(?:#[^\n]*)?\r?$/;
/** What is called, such as `version("x")`: no literal, no other name. A second `=` or statement could be one. */
const CALL = /^[A-Za-z_]\w* *= *[A-Za-z_][\w.]*\([^=;]*$/;
/** `__all__ = ["__version__"]` */
const LIST = /^([A-Za-z_]\w*) *\+?= *\[[^=;]*$/;
const DOCSTRING = /^[rR]?["'][^;]*$/;

/**
 * Reads one logical line where its form leaves no doubt, as `readParsed` of version-literals.ts reads it with a
 * parser; null for any other.
 */
export function readSimply(text: string, part: Part, names: readonly string[]): VersionNames | null {
  if (part.kind === 'file') return null;
  const literal = LITERAL.exec(part.text);
  if (literal !== null) return readLiteral(text, part, names, literal);
  const imported = IMPORT.exec(part.text);
  if (imported !== null) return { ...NO_NAMES, reexports: readImport(imported, names) };
  const list = LIST.exec(part.text)?.[1];
  if (list !== undefined) return names.includes(list) ? null : NO_NAMES;
  return CALL.test(part.text) || DOCSTRING.test(part.text) ? NO_NAMES : null;
}

function readLiteral(
  text: string,
  part: Part,
  names: readonly string[],
  [, name = '', double, single = '']: RegExpExecArray,
): VersionNames {
  if (!names.includes(name)) return NO_NAMES;
  const value = double ?? single;
  const from = part.start + part.text.indexOf(double === undefined ? "'" : '"') + 1;
  const range = { from, to: from + value.length };
  return { ...NO_NAMES, literals: [{ name, value, ...position(text, from), range }] };
}

function readImport(
  [, dots = '', module = '', list = '']: RegExpExecArray,
  names: readonly string[],
): Reexport[] {
  return list
    .split(',')
    .map(item => item.trim().split(/ +as +/) as [string, string?])
    .map(([original, name = original]) => ({ name, original, level: dots.length, module }))
    .filter(({ name }) => names.includes(name));
}
