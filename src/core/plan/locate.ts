import { parseIni } from '../manifests/ini.js';
import { readSetupPy } from '../manifests/setup-py.js';
import { tomlString } from '../manifests/toml-range.js';
import { lineStart } from '../python-source/position.js';
import { versionNames } from '../python-source/version-literals.js';
import { versionTuple } from '../python-source/version-tuple.js';
import { customPattern } from '../versions/custom-pattern.js';
import { defaultPattern } from '../versions/pattern.js';
import type { Version } from '../versions/version.js';
import type { VersionPlace } from '../workspace/package.js';

/** Where a version stands in a text: offsets in UTF-16 units. */
export interface Located {
  readonly from: number;
  readonly to: number;
  /** How another version is written there; left out where it is written as everywhere. */
  readonly spell?: (version: Version) => string | null;
}

/** Finds the characters of a version again, by the structure of the file; null where they cannot be edited. */
export function locateVersion(text: string, { locate, line, kind }: VersionPlace): Located | null {
  switch (locate.how) {
    case 'toml':
    case 'semver-toml':
      return tomlString(text, locate.key);
    case 'python':
      return pythonValue(text, locate.names, line);
    case 'pattern': {
      const find = locate.pattern === null ? defaultPattern(kind) : customPattern(locate.pattern);
      return find?.(text) ?? null;
    }
    case 'ini':
      return iniValue(text, locate.section, locate.option);
    case 'setup-py': {
      const value = readSetupPy(text)?.arguments.get(locate.argument);
      return value?.kind === 'string' ? value.literal : null;
    }
    case 'line':
      return inLine(text, line, locate.before, locate.after);
    case 'content': {
      const value = text.replace(/^\uFEFF/, '').trim();
      const from = text.indexOf(value);
      return value === '' ? null : { from, to: from + value.length };
    }
  }
}

function pythonValue(text: string, names: readonly string[], line: number): Located | null {
  const literal = versionNames(text, names).literals.find(each => each.line === line);
  if (literal === undefined || literal.value.includes('\n')) return null;
  return literal.range ?? versionTuple(text, names, line);
}

/** What stands between two known parts of a line. */
function inLine(text: string, line: number, before: string, after: string): Located | null {
  const start = lineStart(text, line);
  const newline = text.indexOf('\n', start);
  const content = text.slice(start, newline < 0 ? undefined : newline);
  const isSame =
    content.length > before.length + after.length && content.startsWith(before) && content.endsWith(after);
  return isSame ? { from: start + before.length, to: start + content.length - after.length } : null;
}

/** The value may stand on the line below its name. */
function iniValue(text: string, section: string, name: string): Located | null {
  const parts = parseIni(text).get(section)?.get(name)?.parts ?? [];
  const [first] = parts;
  return first === undefined || parts.length > 1
    ? null
    : { from: first.from, to: first.from + first.text.length };
}
