import { RelctlError } from '../errors.js';
import type { FileContent, Tree } from '../ports.js';
import type { Lookup } from '../workspace/lookup.js';
import { loadEngines } from './load-engines.js';

/** Does pure work on each item, again for those that wanted further files, until none does. @throws UNREADABLE_FILE */
export async function settle<Item, T>(
  tree: Tree,
  lookup: Lookup,
  items: readonly Item[],
  work: (item: Item) => T,
): Promise<Map<Item, T>> {
  const results = new Map<Item, T>();
  for (let open = items; open.length > 0; ) {
    const again: Item[] = [];
    for (const item of open) {
      const misses = lookup.misses;
      results.set(item, work(item));
      if (lookup.misses !== misses) again.push(item);
    }
    await loadEngines(lookup);
    await readAll(tree, lookup, [...lookup.wanted]);
    open = again;
  }
  return results;
}

/** Reads files into the look-up. @throws UNREADABLE_FILE */
export async function readAll(tree: Tree, lookup: Lookup, paths: readonly string[]): Promise<void> {
  const contents = await tree.read(paths);
  for (const [path, content] of contents) requireReadable(path, content);
  lookup.add(contents);
}

function requireReadable(path: string, content: FileContent): void {
  if (content.kind === 'unreadable')
    throw new RelctlError('UNREADABLE_FILE', `${path} cannot be read: ${content.reason}`);
}
