import { foldersAbove } from '../../paths.js';

/**
 * The paths and words that texts hold, folders above the paths included: whether a workflow is about a package is asked
 * for every package, and looking through every text for every name would take far longer.
 */
export function mentionsIn(texts: Iterable<string>): ReadonlySet<string> {
  const found = new Set<string>();
  const seen = new Set<string>();
  for (const text of texts) {
    for (const [word] of text.matchAll(/[\w@.-]+(?:\/[\w@.-]+)*/g)) {
      if (seen.has(word)) continue;
      seen.add(word);
      const path = word.replace(/^(?:\.\/)+/, '').replace(/\.+$/, '');
      if (found.has(path)) continue;
      found.add(path);
      if (path.includes('/')) for (const folder of foldersAbove(path)) found.add(folder);
    }
  }
  return found;
}
