import { baseName } from '../paths.js';
import type { Requirement } from '../requirements/requirement.js';
import { specifierSpan } from '../requirements/specifier-span.js';
import { iniEntries, parseIni } from './ini.js';
import { requirementLines } from './requirement-files.js';
import { argumentTexts } from './setup-call.js';
import { readSetupPy } from './setup-py.js';
import { tomlStrings } from './toml-range.js';

/** The characters of a specifier in its file: offsets in UTF-16 units. */
export interface SpecifierPlace {
  readonly from: number;
  readonly to: number;
}

/** Why a specifier cannot be edited in its place. */
export type Refusal =
  /** There is none: a bare name, a path or the address of an archive. */
  | 'no-specifier'
  /** A template fills it in: `{{ version }}` of a hook. */
  | 'template'
  /** The line is pinned to archives by `--hash`, which belong to one version. */
  | 'hashes'
  /** Code puts it together: an f-string, a concatenation. */
  | 'computed'
  /** It is written with escapes, or over joined lines. */
  | 'escapes'
  /** The text does not hold the requirement: it is not the one that was read. */
  | 'not-found';

export type LocatedSpecifier = SpecifierPlace | { readonly reason: Refusal };

/** {@link locateRequirements} for one requirement. */
export function locateRequirement(text: string, requirement: Requirement): LocatedSpecifier {
  return locateRequirements(text, [requirement])[0] as LocatedSpecifier;
}

/**
 * Finds the specifiers of requirements of one file in its text, exactly: without name, extras, parentheses, marker
 * and quotes. Requirements that share their text, such as two extras with one list of a `setup.py`, share a place.
 * @returns a place or a reason for each requirement, in the same order
 */
export function locateRequirements(text: string, requirements: readonly Requirement[]): LocatedSpecifier[] {
  let find: Finder | null = null;
  return requirements.map(requirement => {
    const { specifier, file, at } = requirement;
    const isCode = baseName(file) === 'setup.py';
    // What code puts together has no specifier either, and is told apart below.
    if (specifier === '' && !isCode) return { reason: 'no-specifier' };
    find ??= finderOf(text, requirement);
    const found = find(at);
    if (typeof found === 'string') return { reason: found };
    if (specifier === '') return { reason: 'no-specifier' };
    if (specifier.includes('{')) return { reason: 'template' };
    return placeIn(found, text, specifier);
  });
}

/** Where the text of a requirement starts in its file; null where that is not found. */
export function requirementOffset(text: string, requirement: Requirement): number | null {
  const found = finderOf(text, requirement)(requirement.at);
  if (typeof found !== 'string') return found.from;
  return found === 'computed' && requirement.name !== null ? quotedName(text, requirement.name) : null;
}

/** What code puts together starts with the name all the same: `'core=={}'.format(version)`. */
function quotedName(text: string, name: string): number | null {
  if (!/^[a-z\d-]+$/.test(name)) return null;
  const found = new RegExp(`["']${name.replaceAll('-', '[-_.]+')}(?![\\w.-])`, 'i').exec(text);
  return found === null ? null : found.index + 1;
}

/** A text that holds a requirement, and where it starts in the file. */
interface Holder {
  readonly text: string;
  readonly from: number;
  /** How many of its characters stand there one by one, where not all do: an escape ends them. */
  readonly plain?: number;
}

type Finder = (at: Requirement['at']) => Holder | Refusal;

function finderOf(text: string, { file, at }: Requirement): Finder {
  if (typeof at[0] === 'number') return lineFinder(text);
  if (baseName(file) === 'setup.cfg') return cfgFinder(text);
  return baseName(file) === 'setup.py' ? codeFinder(text) : tomlFinder(text);
}

/** The text is a requirement, or, as in the tables of Poetry, the specifier itself. */
function placeIn(holder: Holder, text: string, specifier: string): LocatedSpecifier {
  const isWhole = holder.text === specifier;
  const span = isWhole ? { from: 0, to: specifier.length, specifier } : specifierSpan(holder.text);
  if (span?.specifier !== specifier) return { reason: 'not-found' };
  const place = { from: holder.from + span.from, to: holder.from + span.to };
  if (span.to > (holder.plain ?? holder.text.length)) return { reason: 'escapes' };
  return text.slice(place.from, place.to) === specifier ? place : { reason: 'escapes' };
}

/** Escapes behind the specifier do no harm: `"lib>=1; python_version < \"3.11\""` is usual. */
function tomlFinder(text: string): Finder {
  const find = tomlStrings(text);
  return at => {
    const found = find(at);
    if (found === null) return 'not-found';
    const { value, from, to } = found;
    return { text: value, from, plain: commonLength(value, text.slice(from, to)) };
  };
}

function commonLength(left: string, right: string): number {
  let length = 0;
  while (length < left.length && left[length] === right[length]) length++;
  return length;
}

function cfgFinder(text: string): Finder {
  const ini = parseIni(text);
  return ([section, option, index]) =>
    iniEntries(ini, String(section), String(option))[Number(index)] ?? 'not-found';
}

function codeFinder(text: string): Finder {
  const call = readSetupPy(text);
  const names = [...(call?.arguments.keys() ?? [])];
  const texts = call === null ? [] : names.flatMap(name => argumentTexts(call, name));
  const byWay = new Map(texts.map(each => [JSON.stringify(each.at), each]));
  return at => {
    const found = byWay.get(JSON.stringify(at));
    if (found === undefined) return 'not-found';
    return found.range === null ? 'computed' : { text: found.text, from: found.range.from };
  };
}

function lineFinder(text: string): Finder {
  const lines = new Map(requirementLines(text).map(each => [each.line, each]));
  return ([line]) => {
    const found = lines.get(Number(line));
    if (found === undefined) return 'not-found';
    return found.hashed ? 'hashes' : found;
  };
}
