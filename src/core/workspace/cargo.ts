import type { VersionDeclaration } from '../manifests/facts.js';
import { parseToml, tableAt, textAt } from '../manifests/toml.js';
import { tomlLine } from '../manifests/toml-line.js';
import { baseName, folderOf, foldersAbove, joinPath, resolvePath } from '../paths.js';
import { position } from '../python-source/position.js';
import { normalizeVersion } from '../versions/version.js';
import type { Lookup } from './lookup.js';
import type { VersionPlace } from './package.js';

/** The version of a crate that maturin builds: its own, or the one it inherits from its workspace. */
export function cargoPlace(
  declaration: Extract<VersionDeclaration, { how: 'cargo' }>,
  lookup: Lookup,
): VersionPlace | null {
  const own = resolvePath('.', declaration.file);
  if (own === null) return null;
  const text = lookup.text(own);
  const parsed = text === null ? null : parseToml(text);
  if (text === null || parsed?.ok !== true) return null;
  const version = textAt(tableAt(parsed.value, 'package'), 'version');
  if (version !== null) return cargoVersion(own, text, ['package', 'version'], version);
  if (tableAt(parsed.value, 'package', 'version').workspace !== true) return null;
  for (const folder of foldersAbove(own)) {
    const file = joinPath(folder, 'Cargo.toml');
    const shared = lookup.text(file);
    const workspace = shared === null ? null : parseToml(shared);
    if (shared === null || workspace?.ok !== true) continue;
    const inherited = textAt(tableAt(workspace.value, 'workspace', 'package'), 'version');
    if (inherited !== null) return cargoVersion(file, shared, ['workspace', 'package', 'version'], inherited);
  }
  return null;
}

/** Cargo writes semver; maturin publishes its PEP 440 form. */
function cargoVersion(file: string, text: string, key: readonly string[], semver: string): VersionPlace {
  const line = tomlLine(text, key) ?? 1;
  return {
    kind: 'cargo',
    file,
    line,
    value: normalizeVersion(semver) ?? semver,
    locate: { how: 'semver-toml', key },
  };
}

/**
 * Where Cargo.lock repeats a version that stands in a Cargo.toml: the entries of the crates that have it from there.
 * The lock is the nearest one above, since a workspace of Cargo has one in its root.
 */
export function cargoLockPlaces(places: readonly VersionPlace[], lookup: Lookup): VersionPlace[] {
  const manifests = new Set(places.map(({ file }) => file).filter(file => baseName(file) === 'Cargo.toml'));
  return [...manifests].flatMap(manifest => {
    for (const folder of foldersAbove(manifest)) {
      const lock = joinPath(folder, 'Cargo.lock');
      const text = lookup.index.has(lock) ? lookup.text(lock) : null;
      if (text !== null) return cratesOf(manifest, lookup).flatMap(name => lockEntry(lock, text, name));
    }
    return [];
  });
}

/** The crate of a Cargo.toml, and those of the folders below that inherit the version that it gives a workspace. */
function cratesOf(manifest: string, lookup: Lookup): string[] {
  const text = lookup.text(manifest);
  const parsed = text === null ? null : parseToml(text);
  if (parsed?.ok !== true) return [];
  const own = textAt(tableAt(parsed.value, 'package'), 'name');
  const shared = textAt(tableAt(parsed.value, 'workspace', 'package'), 'version');
  const below = shared === null ? [] : lookup.index.under(folderOf(manifest));
  const inheriting = below.filter(path => path !== manifest && baseName(path) === 'Cargo.toml');
  return [
    ...(own === null ? [] : [own]),
    ...inheriting.flatMap(path => {
      const other = lookup.text(path);
      const crate = other === null ? null : parseToml(other);
      if (crate?.ok !== true || tableAt(crate.value, 'package', 'version').workspace !== true) return [];
      return textAt(tableAt(crate.value, 'package'), 'name') ?? [];
    }),
  ];
}

/** Cargo writes the file itself, always in one form: the entry is read without parsing the whole, which can be large. */
const ENTRY = /\[\[package\]\]\r?\nname = "([^"\n]+)"\r?\nversion = "([^"\n]+)"\r?\n(source = )?/g;

/** The entry of a crate by its name; what comes from elsewhere has a source. */
function lockEntry(file: string, text: string, name: string): VersionPlace[] {
  const entries = [...text.matchAll(ENTRY)].map((match, index) => ({ match, index }));
  const own = entries.filter(({ match }) => match[1] === name && match[3] === undefined);
  const [entry] = own;
  if (entry === undefined || own.length > 1) return [];
  const semver = entry.match[2] as string;
  const line = position(text, entry.match.index).line + 2;
  const key = ['package', String(entry.index), 'version'];
  return [
    {
      kind: 'cargo-lock',
      file,
      line,
      value: normalizeVersion(semver) ?? semver,
      locate: { how: 'semver-toml', key },
    },
  ];
}
