import type { Commits, HeadCommit, Side } from '../core/ports.js';

const ID = /^[0-9a-f]{40,64}$/;

/** What `git rev-parse` is asked for the head, its tree, its parents, and each of the others beside it. */
export function sideArguments(head: string, others: readonly string[]): string[] {
  return [
    `${head}^{commit}`,
    `${head}^{tree}`,
    `${head}^@`,
    ...others.map(other => `${other}^{commit}...${head}^{commit}`),
  ];
}

/**
 * Reads the answer. For each of the others that is the head again, the other, and `^` before each merge base; it ends
 * before the first one that is not here.
 * @param cuts the commits at which history is cut off
 */
export function parseSides(
  lines: readonly string[],
  count: number,
  cuts: ReadonlySet<string>,
): { head: HeadCommit | null; others: Side[] } {
  const [commit = '', tree = '', ...rest] = lines;
  if (!ID.test(commit) || !ID.test(tree)) return { head: null, others: [] };
  let at = rest.findIndex(line => line === commit || !ID.test(line));
  if (at < 0) at = rest.length;
  const parents = cuts.has(commit) ? null : rest.slice(0, at);
  const others: Side[] = [];
  while (others.length < count && rest[at] === commit && ID.test(rest[at + 1] ?? '')) {
    const other = rest[at + 1] as string;
    const mergeBases: string[] = [];
    for (at += 2; rest[at]?.startsWith('^'); at++) mergeBases.push((rest[at] as string).slice(1));
    others.push({ commit: other, mergeBases });
  }
  return { head: { commit, tree, parents }, others };
}

/** Reads `git rev-list --parents`. */
export function parseCommits(output: string, cuts: ReadonlySet<string>): Commits {
  const parents = new Map<string, readonly string[]>();
  for (const line of output.split('\n')) {
    const [commit = '', ...above] = line.split(' ');
    if (commit !== '') parents.set(commit, above);
  }
  return { parents, cuts: [...parents.keys()].filter(commit => cuts.has(commit)) };
}
