import { resolvePath } from '../paths.js';
import { normalizeName } from '../requirements/name.js';
import type { LockedPackage, LockKind, LockReading } from './lock.js';
import { type Field, hasConflict, lineCounter } from './scan.js';

/** An entry of a package of the repository, as the scan of a lock finds it. */
export interface Entry {
  readonly name: Field;
  readonly version: Field | null;
  /** The folder as the lock writes it. */
  readonly folder: string;
  readonly kind?: 'input';
}

/** An entry as data, for comparison with what a TOML parser reads. */
export interface EntryData {
  readonly name: string;
  readonly version: string | null;
  readonly path: string;
}

/** The reading of a lock, in the order of the text; entries outside of the repository are left out. */
export function readingOf(
  kind: LockKind,
  text: string,
  folder: string,
  read: () => readonly Entry[] | { readonly fault: string },
): LockReading {
  const found = hasConflict(text) ? { fault: 'it holds the marks of a merge conflict' } : read();
  if ('fault' in found) return { kind, folder, revision: 0, packages: [], fault: found.fault };
  const place = lineCounter(text);
  const inOrder = [...found].sort((a, b) => a.name.from - b.name.from);
  const packages = inOrder.flatMap((entry): LockedPackage[] => {
    const data = entryData(entry.name.value, entry.version?.value ?? null, folder, entry.folder);
    if (data === null) return [];
    const { from, to } = entry.version ?? { from: entry.name.to, to: entry.name.to };
    const { name, version, path } = data;
    const { line, column } = place(entry.version === null ? entry.name.from : from);
    return [{ name, version, path, line, column, from, to, kind: entry.kind ?? 'entry' }];
  });
  return { kind, folder, revision: 0, packages, fault: null };
}

/** An entry whose folder a lock in `folder` writes as `written`; null where that is outside of the repository. */
export function entryData(
  name: string,
  version: string | null,
  folder: string,
  written: string,
): EntryData | null {
  const path = resolvePath(folder, written);
  return path === null ? null : { name: normalizeName(name), version, path };
}
