import { type TomlTable, tableAt, tablesAt, textAt } from '../manifests/toml.js';
import { type Entry, type EntryData, entryData, readingOf } from './entries.js';
import type { LockReading } from './lock.js';
import { type Block, type Field, fieldOf, packageBlocks, tableBlock } from './scan.js';

/**
 * Reads `poetry.lock`, formats 1 and 2: a path dependency has its version, its requirements and its folder. The
 * project that the lock belongs to is not in it.
 */
export function readPoetryLock(text: string, folder: string): LockReading {
  return readingOf('poetry', text, folder, () => {
    const format = metadataField(text, 'lock-version')?.value ?? null;
    if (format === null) return { fault: 'it says no lock-version' };
    if (!/^[12]\./.test(format)) return { fault: `its lock-version ${format} is not known` };
    return packageBlocks(text).flatMap(block => entryOf(block) ?? []);
  });
}

/** A string of the table that holds the format and the hash, in the locks of Poetry and PDM. */
export function metadataField(text: string, key: string): Field | null {
  const table = tableBlock({ from: 0, text }, 'metadata');
  return table === null ? null : fieldOf(table, key);
}

function entryOf(block: Block): Entry | null {
  // Most entries come from an index and have no such table.
  const source = tableBlock(block, 'package.source');
  if (source === null || fieldOf(source, 'type')?.value !== 'directory') return null;
  const [name, version, url] = [fieldOf(block, 'name'), fieldOf(block, 'version'), fieldOf(source, 'url')];
  return name === null || url === null ? null : { name, version, folder: url.value };
}

/** The same entries out of the parsed lock. */
export function poetryEntries(data: TomlTable, folder: string): EntryData[] {
  return tablesAt(data, 'package').flatMap(entry => {
    const source = tableAt(entry, 'source');
    const [name, url] = [textAt(entry, 'name'), textAt(source, 'url')];
    if (textAt(source, 'type') !== 'directory' || name === null || url === null) return [];
    return entryData(name, textAt(entry, 'version'), folder, url) ?? [];
  });
}
