import { isTable, type TomlTable, tableAt, tablesAt, textAt, textsAt } from '../manifests/toml.js';
import { type Entry, type EntryData, entryData, readingOf } from './entries.js';
import type { LockReading } from './lock.js';
import { metadataField } from './poetry.js';
import { type Block, fieldOf, keyEnd, packageBlocks, tableBlock } from './scan.js';

/** Where PDM keeps what the lock was made from, when `[tool.pdm.resolution] lock_inputs` asks for it. */
const INPUTS = 'metadata.lock_inputs.workspace.';

/**
 * Reads `pdm.lock`, format 4. A package has an entry with its folder, one more for each set of extras that something
 * asks for, which has no folder, and may have its version among the inputs of the lock.
 */
export function readPdmLock(text: string, folder: string): LockReading {
  return readingOf('pdm', text, folder, () => {
    const format = metadataField(text, 'lock_version')?.value ?? null;
    if (format === null) return { fault: 'it says no lock_version' };
    if (!/^4\./.test(format)) return { fault: `its lock_version ${format} is not known` };
    return [...inputs(text), ...entries(packageBlocks(text))];
  });
}

function entries(blocks: readonly Block[]): Entry[] {
  const folders = new Map<string, string>();
  for (const block of blocks) {
    const folder = fieldOf(block, 'path')?.value;
    const name = folder === undefined ? undefined : fieldOf(block, 'name')?.value;
    if (folder !== undefined && name !== undefined) folders.set(name, folder);
  }
  return blocks.flatMap(block => {
    const name = fieldOf(block, 'name');
    const folder = name === null ? undefined : folders.get(name.value);
    if (name === null || folder === undefined) return [];
    if (fieldOf(block, 'path') === null && keyEnd(block.text, 'extras') < 0) return [];
    return [{ name, version: fieldOf(block, 'version'), folder }];
  });
}

/** The versions among the inputs; a dynamic one is the empty string there and stays so. */
function inputs(text: string): Entry[] {
  const found: Entry[] = [];
  const header = /^\[metadata\.lock_inputs\.workspace\.(?:"([^"\\\r\n]+)"|([\w-]+))\.package\]/gm;
  for (const match of text.includes(`\n[${INPUTS}`) ? text.matchAll(header) : []) {
    const table = tableBlock({ from: match.index, text: text.slice(match.index) }, match[0].slice(1, -1));
    const [name, version] =
      table === null ? [null, null] : [fieldOf(table, 'name'), fieldOf(table, 'version')];
    if (name === null || version === null || version.value === '') continue;
    found.push({ name, version, folder: (match[1] ?? match[2]) as string, kind: 'input' });
  }
  return found;
}

/** The same entries out of the parsed lock. */
export function pdmEntries(data: TomlTable, folder: string): EntryData[] {
  const packages = tablesAt(data, 'package');
  const folders = new Map(
    packages.flatMap(entry => {
      const [name, path] = [textAt(entry, 'name'), textAt(entry, 'path')];
      return name === null || path === null ? [] : [[name, path] as const];
    }),
  );
  const listed = packages.flatMap(entry => {
    const name = textAt(entry, 'name');
    const written = name === null ? undefined : folders.get(name);
    if (name === null || written === undefined) return [];
    if (textAt(entry, 'path') === null && textsAt(entry, 'extras').length === 0) return [];
    return entryData(name, textAt(entry, 'version'), folder, written) ?? [];
  });
  return [...inputEntries(data, folder), ...listed];
}

function inputEntries(data: TomlTable, folder: string): EntryData[] {
  return Object.entries(tableAt(data, 'metadata', 'lock_inputs', 'workspace')).flatMap(([path, input]) => {
    const table = isTable(input) ? tableAt(input, 'package') : {};
    const [name, version] = [textAt(table, 'name'), textAt(table, 'version')];
    if (name === null || version === null || version === '') return [];
    return entryData(name, version, folder, path) ?? [];
  });
}
