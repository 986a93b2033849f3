/** What `git status --porcelain=v2 -z --branch` says; renames must be off. */
export interface Status {
  /** The full name; null where HEAD is detached. */
  readonly branch: string | null;
  /** Null before the first commit. */
  readonly commit: string | null;
  readonly dirty: ReadonlySet<string>;
}

export function parseStatus(output: string): Status {
  let branch: string | null = null;
  let commit: string | null = null;
  const dirty = new Set<string>();
  for (const entry of output.split('\0')) {
    const header = /^# branch\.(oid|head) (.*)$/s.exec(entry);
    if (header?.[1] === 'oid' && header[2] !== '(initial)') commit = header[2] as string;
    if (header?.[1] === 'head' && header[2] !== '(detached)') branch = `refs/heads/${header[2]}`;
    // Ordinary entries have eight fields before the path, unmerged ones ten.
    const fields = entry.startsWith('1 ') ? 8 : entry.startsWith('u ') ? 10 : 0;
    if (fields > 0) dirty.add(entry.split(' ').slice(fields).join(' '));
  }
  return { branch, commit, dirty };
}
