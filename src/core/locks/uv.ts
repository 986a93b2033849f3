import { type TomlTable, tableAt, tablesAt, textAt } from '../manifests/toml.js';
import { type Entry, type EntryData, entryData, readingOf } from './entries.js';
import type { LockReading } from './lock.js';
import { type Block, fieldOf, keyEnd, packageBlocks } from './scan.js';

const FORMAT = 1;
/** Folders of a repository; `path` is an archive or, in old locks, a folder. */
const SOURCES = ['editable', 'directory', 'virtual', 'path'];
const SOURCE = /[ \t]*=[ \t]*\{[ \t]*(\w+)[ \t]*=[ \t]*(["'])([^"'\\\r\n]*)\2/y;

/** Reads `uv.lock`, format 1 with any revision: static versions stand in the entry, dynamic ones nowhere. */
export function readUvLock(text: string, folder: string): LockReading {
  const head = text.slice(0, 1000);
  const revision = Number(/^revision[ \t]*=[ \t]*(\d+)/m.exec(head)?.[1] ?? 0);
  const reading = readingOf('uv', text, folder, () => {
    const format = /^\uFEFF?version[ \t]*=[ \t]*(\d+)/m.exec(head)?.[1];
    if (format === undefined) return { fault: 'it says no format version' };
    if (Number(format) !== FORMAT) return { fault: `its format version ${format} is not known` };
    return packageBlocks(text).flatMap(block => entryOf(block) ?? []);
  });
  return { ...reading, revision };
}

function entryOf(block: Block): Entry | null {
  const at = keyEnd(block.text, 'source');
  if (at < 0) return null;
  SOURCE.lastIndex = at;
  const [, kind = '', , folder = ''] = SOURCE.exec(block.text) ?? [];
  if (!SOURCES.includes(kind)) return null;
  const name = fieldOf(block, 'name');
  return name === null ? null : { name, version: fieldOf(block, 'version'), folder };
}

/** The same entries out of the parsed lock. */
export function uvEntries(data: TomlTable, folder: string): EntryData[] {
  return tablesAt(data, 'package').flatMap(entry => {
    const source = tableAt(entry, 'source');
    const written = SOURCES.flatMap(kind => textAt(source, kind) ?? [])[0];
    const name = textAt(entry, 'name');
    if (written === undefined || name === null) return [];
    return entryData(name, textAt(entry, 'version'), folder, written) ?? [];
  });
}
