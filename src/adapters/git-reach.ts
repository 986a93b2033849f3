import type { GitProcess } from './git-process.js';

/**
 * Whether any of the objects is a commit that reaches `commit`, and which of them are not here; two processes of git,
 * however many there are.
 * @param parent the only one of the commit
 */
export async function reachedBy(
  git: GitProcess,
  objects: readonly string[],
  commit: string,
  parent: string,
): Promise<{ reached: boolean; unknown: ReadonlySet<string> }> {
  const asked = [...new Set(objects)];
  if (asked.length === 0) return { reached: false, unknown: new Set() };
  const input = asked.map(object => `${object}\n`).join('');
  const lines = (await git.text(['cat-file', '--batch-check'], { input })).split('\n');
  const kinds = new Map(
    lines.map(line => line.split(' ') as [string, string | undefined]).map(([id, kind]) => [id, kind]),
  );
  const tips = asked.filter(object => kinds.get(object) === 'commit');
  const unknown = new Set(asked.filter(object => kinds.get(object) === 'missing'));
  if (tips.length === 0) return { reached: false, unknown };
  const range = [...tips, `^${parent}`].map(line => `${line}\n`).join('');
  const commits = await git.text(['rev-list', '--stdin'], { input: range });
  return { reached: commits.split('\n').includes(commit), unknown };
}
