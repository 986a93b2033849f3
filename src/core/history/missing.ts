import { RelctlError } from '../errors.js';

/** What an answer needs of the history and the clone has not. */
export type MissingHistory =
  /** A commit by its id, a remote-tracking branch by its full name, or what else a user called it. */
  | { readonly kind: 'revision'; readonly revision: string }
  /** What lies before commits at which history is cut off; how far is known for some questions. */
  | { readonly kind: 'before'; readonly commits: readonly string[]; readonly depth: number | null }
  /** The tags of the remote. */
  | { readonly kind: 'tags' };

const BRANCHES = "'+refs/heads/*:refs/remotes/origin/*'";

/**
 * The refusal to answer from too little history. The command that it names works in every clone: also where only one
 * branch, or a commit that is on none, was fetched.
 */
export function lacksHistory(message: string, missing: MissingHistory, shallow: boolean): RelctlError {
  const words = [
    'git fetch',
    ...(shallow ? ['--unshallow'] : []),
    'origin',
    BRANCHES,
    ...(missing.kind === 'tags' ? ["'+refs/tags/*:refs/tags/*'"] : []),
    ...(missing.kind === 'revision' && isObjectId(missing.revision) ? [missing.revision] : []),
  ];
  const command = words.join(' ');
  return new RelctlError('SHALLOW_CLONE', message, {
    hint: `Fetch the history: ${command}; or add --deepen to relctl changed, which fetches no more than it needs.`,
    details: { command, missing },
  });
}

/** What such a refusal lacks; null for any other error. */
export function missingHistory(error: unknown): MissingHistory | null {
  if (!(error instanceof RelctlError) || error.code !== 'SHALLOW_CLONE') return null;
  return (error.details.missing as MissingHistory | undefined) ?? null;
}

export function isObjectId(text: string): boolean {
  return /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(text);
}
