import { parseToml, type TomlTable, tablesAt, textAt } from '../manifests/toml.js';
import { admits } from '../requirements/admits.js';
import { normalizeName } from '../requirements/name.js';
import { parseVersion, sameVersion } from '../versions/version.js';
import type { EntryData } from './entries.js';
import {
  type LockChange,
  type LockEdits,
  type LockedPackage,
  type LockedRelease,
  type LockReading,
  releaseOf,
} from './lock.js';
import { type IntendedReplacement, proved, readsAlike, refused } from './prove.js';
import { packageBlocks } from './scan.js';
import { type LockString, stringsOf } from './strings.js';

/** What is to be replaced; a text instead says why the lock cannot be edited. */
export type Found = readonly IntendedReplacement[] | string;

/** A part of a string that is to be replaced. */
export interface StringEdit {
  readonly string: LockString;
  readonly before: string;
  readonly after: string;
}

/** What the edits of one kind of lock do differently. */
export interface LockFormat {
  /** The entries out of the parsed lock. */
  readonly entries: (data: TomlTable, folder: string) => EntryData[];
  /** Whether the version of such a release stands in the lock. */
  readonly showsVersion: (release: LockedRelease) => boolean;
  /** What changes in the strings of an entry, beside its version. */
  readonly requirements: (
    strings: readonly LockString[],
    locked: LockedPackage,
    change: LockChange,
  ) => readonly StringEdit[] | string;
}

/** What changes outside of the entries. */
export interface Outside {
  readonly found: Found;
  readonly stale: string | null;
}

/** The edits of a lock: versions, requirements in the entries, and what is outside of them; all proved or none made. */
export function lockEdits(
  text: string,
  reading: LockReading,
  change: LockChange,
  format: LockFormat,
  outside: () => Outside,
): LockEdits {
  if (reading.fault !== null) return refused(reading.fault);
  const data = parseToml(text);
  if (!data.ok) return refused(`line ${data.fault.line}: ${data.fault.message}`);
  if (!readsAlike(reading, format.entries(data.value, reading.folder)))
    return refused('it is not laid out as the tool does it');
  const { found, stale } = outside();
  const parts = [
    foreignVersion(data.value, reading, change) ?? [],
    versionEdits(reading, change, format),
    requirementEdits(text, reading, change, format),
    found,
  ];
  const refusal = parts.find(part => typeof part === 'string');
  if (refusal !== undefined) return refused(refusal, stale);
  const replacements = parts.flatMap(part => (typeof part === 'string' ? [] : part));
  return replacements.length === 0
    ? { replacements, refusal: null, stale }
    : proved(text, data.value, replacements, stale);
}

/**
 * Why the lock cannot follow a rewritten requirement: it takes that package not from its folder but from an index, in a
 * version that the requirement shuts out, and only the tool can choose another one.
 */
function foreignVersion(
  data: TomlTable,
  { packages, folder }: LockReading,
  change: LockChange,
): string | null {
  const owners = new Set([folder, ...packages.map(({ path }) => path)]);
  const own = new Set(packages.map(({ name }) => name));
  const concerned = change.requirements.filter(({ owner, name }) => owners.has(owner) && !own.has(name));
  if (concerned.length === 0) return null;
  const entries = tablesAt(data, 'package');
  for (const { name, after } of concerned) {
    const versions = entries
      .filter(entry => normalizeName(textAt(entry, 'name') ?? '') === name)
      .flatMap(entry => textAt(entry, 'version') ?? []);
    const isMet = (text: string) => {
      const version = parseVersion(text);
      return version === null || admits(after, version) !== false;
    };
    if (versions.length > 0 && !versions.some(isMet))
      return `it takes ${name} ${versions.join(', ')} from elsewhere, which ${after} does not admit`;
  }
  return null;
}

function versionEdits(reading: LockReading, change: LockChange, format: LockFormat): Found {
  const edits: IntendedReplacement[] = [];
  for (const locked of reading.packages) {
    const release = releaseOf(locked, change);
    if (release === null || !format.showsVersion(release)) continue;
    if (locked.version === null) return `${locked.name} has no version in line ${locked.line}`;
    if (sameVersion(locked.version, release.version)) continue;
    const { from, to } = locked;
    edits.push({ from, to, after: release.version, ...versionKeys(locked, reading.folder) });
  }
  return edits;
}

function versionKeys(
  { kind, name, path }: LockedPackage,
  folder: string,
): Pick<IntendedReplacement, 'package' | 'keys'> {
  if (kind === 'entry') return { package: name, keys: ['version'] };
  const written = folder === '.' ? path : path.slice(folder.length + 1);
  return { package: '', keys: ['metadata', 'lock_inputs', 'workspace', written, 'package', 'version'] };
}

function requirementEdits(text: string, reading: LockReading, change: LockChange, format: LockFormat): Found {
  const owners = new Set(change.requirements.map(({ owner }) => owner));
  const concerned = reading.packages.filter(
    locked => locked.kind === 'entry' && (owners.has(locked.path) || releaseOf(locked, change) !== null),
  );
  const blocks = packageBlocks(text);
  const edits: IntendedReplacement[] = [];
  for (const locked of concerned) {
    const block = blocks.find(
      ({ from, text: { length } }) => from <= locked.from && locked.from < from + length,
    );
    const strings = block === undefined ? [] : stringsOf(block);
    if (strings === null) return `the entry of ${locked.name} in line ${locked.line} cannot be taken apart`;
    const found = format.requirements(strings, locked, change);
    if (typeof found === 'string') return found;
    edits.push(...found.map(edit => stringEdit(edit, locked.name, edit.string.keys.slice(2))));
  }
  return edits;
}

/** The replacement of a part of a string, which stands in its text as in its value. */
export function stringEdit(
  { string, before, after }: StringEdit,
  name: string,
  keys: readonly (string | number)[],
): IntendedReplacement {
  const from = string.from + string.text.indexOf(before);
  return { from, to: from + before.length, after, package: name, keys };
}
