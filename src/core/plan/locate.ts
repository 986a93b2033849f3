import { parseIni } from '../manifests/ini.js';
import { readSetupPy } from '../manifests/setup-py.js';
import { tomlString } from '../manifests/toml-range.js';
import { versionNames } from '../python-source/version-literals.js';
import { customPattern } from '../versions/custom-pattern.js';
import { defaultPattern } from '../versions/pattern.js';
import type { VersionPlace } from '../workspace/package.js';

/** Where a version stands in a text: offsets in UTF-16 units. */
export interface Located {
  readonly from: number;
  readonly to: number;
}

/** Finds the characters of a version again, by the structure of the file; null where they cannot be edited. */
export function locateVersion(text: string, { locate, line, kind }: VersionPlace): Located | null {
  switch (locate.how) {
    case 'toml':
    case 'semver-toml':
      return tomlString(text, locate.key);
    case 'python':
      return versionNames(text, locate.names).literals.find(literal => literal.line === line)?.range ?? null;
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
    case 'content': {
      const value = text.replace(/^\uFEFF/, '').trim();
      const from = text.indexOf(value);
      return value === '' ? null : { from, to: from + value.length };
    }
  }
}

function iniValue(text: string, section: string, name: string): Located | null {
  const option = parseIni(text).get(section)?.get(name);
  if (option === undefined || option.value.includes('\n')) return null;
  let start = 0;
  for (let line = 1; line < option.line; line++) start = text.indexOf('\n', start) + 1;
  const end = text.indexOf('\n', start);
  const content = text.slice(start, end < 0 ? undefined : end);
  const from = content.indexOf(option.value, content.search(/[=:]/) + 1);
  return from < 0 ? null : { from: start + from, to: start + from + option.value.length };
}
