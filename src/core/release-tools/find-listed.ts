import { parseToml, tableAt, textAt } from '../manifests/toml.js';
import { tomlLine } from '../manifests/toml-line.js';
import { parseVersion, sameVersion } from '../versions/version.js';
import { versionAt, versionOffsets } from '../versions/version-text.js';
import { linePlace } from '../workspace/line-place.js';
import type { Lookup } from '../workspace/lookup.js';
import type { VersionPlace } from '../workspace/package.js';
import { escapePattern, patternFor } from './format-template.js';
import { isOthersVersion } from './others-version.js';
import type { Search } from './tool-config.js';

/** A file with more places is a log of versions; to count the lines of each would take too long. */
const MOST_PLACES = 200;

/** What is looked for. */
export interface Sought {
  /** The kind of the places. */
  readonly kind: string;
  /** The version as the tool spells it; it is the version of the package. */
  readonly current: string;
  /** The distribution that the version is of. */
  readonly name: string;
}

/**
 * The places of a listed file that hold the version, found as the tool itself finds them. What it would find beyond
 * the version of the package is left out, and so is a file that holds none: it is the tool's to complain.
 */
export function findListed(file: string, search: Search, sought: Sought, lookup: Lookup): VersionPlace[] {
  const text = lookup.text(file);
  if (text === null) return [];
  switch (search.how) {
    case 'key':
      return keyPlaces(file, text, search.key, sought);
    case 'variable':
      return variablePlaces(file, text, search, sought, lookup);
    case 'content':
      return contentPlaces(file, text, search.prefix, sought);
    case 'template':
      return textPlaces(
        file,
        text,
        templateOffsets(text, search.parts, sought.current),
        isBare(search),
        sought,
      );
    case 'lines':
      return textPlaces(
        file,
        text,
        lineOffsets(text, search.pattern, sought, lookup),
        isBare(search),
        sought,
      );
    case 'match':
      return textPlaces(file, text, matchOffsets(text, search.pattern, sought, lookup), false, sought);
  }
}

/** Whether nothing but the version is looked for. */
function isBare(search: Extract<Search, { how: 'template' | 'lines' }>): boolean {
  return search.how === 'lines' ? search.pattern === null : search.parts.every(part => part.trim() === '');
}

function textPlaces(
  file: string,
  text: string,
  offsets: readonly number[],
  bare: boolean,
  { kind, current, name }: Sought,
): VersionPlace[] {
  const distinct = [...new Set(offsets)];
  if (distinct.length > MOST_PLACES) return [];
  return distinct
    .filter(from => versionAt(text, from) === current)
    .filter(from => !isOthersVersion({ file, text, from, bare }, name))
    .map(from => linePlace(kind, file, text, from, from + current.length));
}

function templateOffsets(text: string, parts: readonly string[], version: string): number[] {
  // The tools read every line end as \n.
  const written = text.includes('\r\n') ? parts.map(part => part.replace(/\r?\n/g, '\r\n')) : parts;
  const whole = written.join(version);
  const offsets: number[] = [];
  for (let at = text.indexOf(whole); at >= 0; at = text.indexOf(whole, at + whole.length)) {
    let from = at;
    for (const part of written.slice(0, -1)) {
      from += part.length;
      offsets.push(from);
      from += version.length;
    }
  }
  return offsets;
}

function lineOffsets(text: string, pattern: string | null, { current }: Sought, lookup: Lookup): number[] {
  const offsets = versionOffsets(text, current);
  if (pattern === null || offsets.length === 0) return offsets;
  const matches = lookup.pattern('', `(${patternFor(pattern, current)})`);
  if (matches === null) return [];
  const known = new Map<number, boolean>();
  return offsets.filter(at => {
    const start = text.lastIndexOf('\n', at - 1) + 1;
    // A line can hold thousands of them, and is matched once.
    const isMatch = known.get(start) ?? matches(lineAt(text, start)) !== null;
    known.set(start, isMatch);
    return isMatch;
  });
}

function lineAt(text: string, start: number): string {
  const newline = text.indexOf('\n', start);
  return text.slice(start, newline < 0 ? undefined : newline).replace(/\r$/, '');
}

function matchOffsets(text: string, pattern: string, { current }: Sought, lookup: Lookup): number[] {
  if (!text.includes(current)) return [];
  const match = lookup.pattern('', `(${patternFor(pattern, current)})`)?.(text) ?? null;
  if (match === null) return [];
  return versionOffsets(text, current).filter(at => match.from <= at && at + current.length <= match.to);
}

/** A key of a TOML document is named by its structure: there a version that differs is drift, but for placeholders. */
function keyPlaces(
  file: string,
  text: string,
  key: readonly string[],
  { kind, current }: Sought,
): VersionPlace[] {
  const parsed = file.endsWith('.toml') ? parseToml(text) : null;
  if (parsed?.ok !== true) return [];
  const value = textAt(tableAt(parsed.value, ...key.slice(0, -1)), key.at(-1) as string);
  if (value === null || !isReleased(value, current)) return [];
  return [{ kind, file, line: tomlLine(text, key) ?? 1, value, locate: { how: 'toml', key } }];
}

/** A version of three numbers, which is what the tool writes, and no `0.0.0` that something else fills in. */
function isReleased(value: string, current: string): boolean {
  const version = parseVersion(value);
  if (version === null || version.release.length < 3) return false;
  return version.release.some(number => number > 0) || sameVersion(value, current);
}

/** In Python the literals of the module itself; in other files what python-semantic-release's own pattern finds. */
function variablePlaces(
  file: string,
  text: string,
  { name, prefix }: Extract<Search, { how: 'variable' }>,
  sought: Sought,
  lookup: Lookup,
): VersionPlace[] {
  const { kind, current } = sought;
  if (file.endsWith('.py') && prefix === '') {
    const literals = lookup.names(file, [name])?.literals ?? [];
    return literals
      .filter(literal => literal.range !== null && isReleased(literal.value, current))
      .map(({ line, value }) => ({ kind, file, line, value, locate: { how: 'python', names: [name] } }));
  }
  const assignment = new RegExp(
    `(?<![\\w.-])${escapePattern(name)}["']?(?:\\s{0,8}:\\s{0,8}[^\\s=:][^=:\\n]{0,100})?\\s{0,8}(?::=|==|[:=@ ])\\s{0,8}["']?${escapePattern(prefix)}`,
    'g',
  );
  const offsets = [...text.matchAll(assignment)].map(match => match.index + match[0].length);
  return textPlaces(file, text, offsets, false, sought);
}

function contentPlaces(
  file: string,
  text: string,
  prefix: string,
  { kind, current }: Sought,
): VersionPlace[] {
  const content = text.replace(/^\uFEFF/, '').trim();
  if (content !== `${prefix}${current}`) return [];
  const from = text.indexOf(content) + prefix.length;
  return [linePlace(kind, file, text, from, from + current.length)];
}
