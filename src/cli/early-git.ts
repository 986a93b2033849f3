import { ciSystem } from '../adapters/ci-environment.js';
import { GitHistory } from '../adapters/git-history.js';
import { GitProcess } from '../adapters/git-process.js';
import { workingFolder } from '../adapters/system.js';

/** Commands that read the work tree whatever their flags are; `changed` does so without `--head`, but not in CI. */
const READERS = new Set(['list', 'graph', 'verify-versions', 'changed', 'bump', 'tag', 'workflows', 'init']);

let started: { readonly folder: string; readonly history: GitHistory } | null = null;

/**
 * Lets git list the files while the command line itself is still being loaded: each takes about as long as the
 * other. What cannot be told from the words yet, such as a wrong folder, is left to the command.
 */
export function listEarly(words: readonly string[]): void {
  if (
    !READERS.has(words[0] ?? '') ||
    words.some(word => /^(?:--head(?:=|$)|--since-release$|--help$|--$)/.test(word))
  )
    return;
  if (words[0] === 'changed' && ciSystem(process.env) !== null) return;
  try {
    const folder = workingFolder(process.cwd(), givenFolder(words));
    const history = new GitHistory(new GitProcess(folder, process.env), folder);
    // `changed` has all files listed by one process, since it needs up to three others.
    const listing = words[0] === 'changed' ? history.workTree() : history.trackedFiles();
    // Whoever asks for the listing gets its failure.
    listing.catch(() => {});
    started = { folder, history };
  } catch {
    started = null;
  }
}

/** What was started for that folder; null where nothing was. */
export function earlyHistory(folder: string): GitHistory | null {
  return started?.folder === folder ? started.history : null;
}

function givenFolder(words: readonly string[]): string | undefined {
  for (const [index, word] of words.entries()) {
    if (word === '-C' || word === '--cwd') return words[index + 1];
    if (word.startsWith('--cwd=')) return word.slice('--cwd='.length);
    if (word.startsWith('-C')) return word.slice(2);
  }
  return undefined;
}
