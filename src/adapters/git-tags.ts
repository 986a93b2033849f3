import type { CommitInfo, CommitQuery, TagRef } from '../core/ports.js';
import { type GitProcess, gitFailure } from './git-process.js';

const TAGS = 'refs/tags/';

/** @param reachedBy only tags of commits that this one reaches */
export async function readTags(git: GitProcess, reachedBy?: string): Promise<TagRef[]> {
  const format = '--format=%(refname)%00%(objectname)%00%(objecttype)%00%(*objectname)%00%(*objecttype)';
  const output = await git.text([
    'for-each-ref',
    ...(reachedBy === undefined ? [] : [`--merged=${reachedBy}`]),
    format,
    TAGS,
  ]);
  return lines(output).map(line => {
    const [ref = '', object = '', type, peeled = '', peeledType] = line.split('\0');
    const commit = type === 'commit' ? object : peeledType === 'commit' ? peeled : null;
    return { name: ref.slice(TAGS.length), object, commit };
  });
}

/** The references that patterns name, with the commits they lead to. */
export async function readCommitsOfRefs(
  git: GitProcess,
  patterns: readonly string[],
): Promise<Map<string, string | null>> {
  const format = '--format=%(refname)%00%(objectname)%00%(objecttype)%00%(*objectname)%00%(*objecttype)';
  const output = await git.text(['for-each-ref', format, ...patterns]);
  return new Map(
    lines(output).map(line => {
      const [ref = '', object = '', type, peeled = '', peeledType] = line.split('\0');
      return [ref, type === 'commit' ? object : peeledType === 'commit' ? peeled : null];
    }),
  );
}

/** The names of the tags that HEAD reaches. */
export async function readReachableTags(git: GitProcess): Promise<string[]> {
  const words = ['for-each-ref', '--merged=HEAD', '--format=%(refname)', TAGS];
  const outcome = await git.run(words);
  if (outcome.code === 0) return lines(outcome.stdout.toString('utf8')).map(ref => ref.slice(TAGS.length));
  // Without a commit there is nothing that HEAD reaches.
  if (/malformed object name:? '?HEAD/.test(outcome.stderr)) return [];
  throw gitFailure(words, outcome);
}

/** Commits with their parents and whole messages, newest first. By rev-list, which heeds no configuration of `log`. */
export async function readCommits(git: GitProcess, query: CommitQuery): Promise<CommitInfo[]> {
  const { tip, beyond, trailer, limit } = query;
  const output = await git.text([
    'rev-list',
    '--format=%P%n%B%x00',
    ...(limit === undefined ? [] : [`--max-count=${limit}`]),
    ...(trailer === undefined ? [] : [`--grep=^${trailer}: `]),
    tip,
    ...(beyond === undefined ? [] : [`^${beyond}`]),
    '--',
  ]);
  // Each entry starts with a line of its own, `commit <id>`.
  return output.split('\0').flatMap(entry => {
    const [header = '', parents = '', ...message] = entry.trimStart().split('\n');
    const commit = /^commit ([\da-f]+)$/.exec(header)?.[1];
    return commit === undefined
      ? []
      : [{ commit, parents: parents.split(' ').filter(Boolean), message: message.join('\n') }];
  });
}

function lines(output: string): string[] {
  return output.split('\n').filter(line => line !== '');
}
