import type { GitProcess } from './git-process.js';

/** What a commit holds at a path. */
export interface Entry {
  readonly mode: string;
  readonly object: string;
}

/** What commits hold; each is listed once. */
export class CommitEntries {
  private readonly listed = new Map<string, Promise<string>>();
  private readonly git: GitProcess;

  constructor(git: GitProcess) {
    this.git = git;
  }

  /** Those of the paths that the commit has. */
  async read(commit: string, paths: readonly string[]): Promise<Map<string, Entry>> {
    const known = this.listed.get(commit);
    const listing = known ?? this.git.text(['ls-tree', '-r', '-z', '--full-tree', commit]);
    if (known === undefined) this.listed.set(commit, listing);
    return select(await listing, new Set(paths));
  }
}

function select(output: string, wanted: ReadonlySet<string>): Map<string, Entry> {
  const entries = new Map<string, Entry>();
  for (const entry of output.split('\0')) {
    const tab = entry.indexOf('\t');
    const path = entry.slice(tab + 1);
    if (tab < 0 || !wanted.has(path)) continue;
    const [mode = '', , object = ''] = entry.slice(0, tab).split(' ');
    entries.set(path, { mode, object });
  }
  return entries;
}

/** Makes the index agree with `commit` for those of the paths that are still in it as at `before`. */
export async function refreshIndex(
  git: GitProcess,
  known: CommitEntries,
  before: string,
  commit: string,
  paths: readonly string[],
): Promise<void> {
  const [old, entries, staged] = await Promise.all([
    known.read(before, paths),
    known.read(commit, paths),
    git.text(['ls-files', '--stage', '-z']),
  ]);
  const unmoved = new Set(
    staged.split('\0').flatMap(entry => {
      const [mode, object, stage, path = ''] = /^(\d+) ([\da-f]+) (\d)\t(.*)$/s.exec(entry)?.slice(1) ?? [];
      const known = old.get(path);
      return stage === '0' && known?.mode === mode && known?.object === object ? [path] : [];
    }),
  );
  const input = [...entries]
    .filter(([path]) => unmoved.has(path))
    .map(([path, { mode, object }]) => `${mode} ${object}\t${path}\0`)
    .join('');
  if (input !== '') await git.text(['update-index', '-z', '--index-info'], { input });
  // It fails where other files differ, which is no concern of the release.
  await git.run(['update-index', '-q', '--refresh']);
}
