import { RelctlError } from '../errors.js';
import { refFault } from '../tags/template.js';

/** Which rule gave the base; docs/concepts.md has the table. */
export type BaseRule =
  | 'option'
  | 'configuration'
  | 'default-branch'
  | 'not-needed'
  | 'pull-request'
  | 'merge-request'
  | 'merge-group'
  | 'push'
  | 'first-push'
  | 'force-push'
  | 'tag'
  | 'everything'
  | 'release';

/** One thing that the head may be compared with, and where that is right. */
export type Candidate = { readonly how: BaseRule } & (
  | {
      /** Its first parent, where the head is a merge that the server made: of `second`, or `merge` itself. */
      readonly kind: 'first-parent';
      readonly second: string | null;
      readonly merge: string | null;
      /** A commit that is known to be no such merge. */
      readonly elsewhere: string | null;
    }
  /** A commit, whether the head descends from it or not; where `head` is given, for that head only. */
  | { readonly kind: 'commit'; readonly commit: string; readonly head: string | null }
  /** A commit, where the head descends from it. */
  | { readonly kind: 'ancestor'; readonly commit: string }
  | {
      /** The merge bases with a branch of the remote; where `head` is given, for that head only. */
      readonly kind: 'branch';
      readonly branch: string;
      readonly head: string | null;
      /** One merge base by the word of the server, which does while the history since then is a line. */
      readonly mergeBase: string | null;
    }
  /** The release before this tag. */
  | { readonly kind: 'previous-tag'; readonly tag: string }
  /** Nothing: every package is named. */
  | { readonly kind: 'everything' }
);

/** What a job of CI was started for, as far as the base needs it. */
export interface BaseRequest {
  /** For messages: `the event "push"`. */
  readonly event: string;
  /** The first one that is right counts. */
  readonly candidates: readonly Candidate[];
  /** Why there is no base, where none is right. */
  readonly otherwise: string;
}

export type Environment = Readonly<Record<string, string | undefined>>;

/** An object id, SHA-1 or SHA-256; null for zeros, which stand for nothing, and for an empty or missing text. */
export function objectId(name: string, text: string | null | undefined): string | null {
  if (text === undefined || text === null || text === '' || /^0+$/.test(text)) return null;
  if (/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(text)) return text;
  throw invalid(`${name} is no object id: ${JSON.stringify(text.slice(0, 100))}`);
}

export function requireId(name: string, text: string | null | undefined): string {
  const id = objectId(name, text);
  if (id === null) throw invalid(`${name} is missing`);
  return id;
}

/** The name of a branch or tag without `refs/…/`, by git-check-ref-format. */
export function requireName(name: string, text: string | null | undefined): string {
  if (text === undefined || text === null || text === '') throw invalid(`${name} is missing`);
  const fault = refFault(text);
  if (fault !== null) throw invalid(`${name} is no name that git allows: ${fault}`);
  return text;
}

export function invalid(message: string): RelctlError {
  return new RelctlError('EVENT_INVALID', `the event of this CI job: ${message}`);
}
