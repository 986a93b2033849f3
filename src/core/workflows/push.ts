/** A push of one reference, as GitHub tells workflows of it. */
export interface Push {
  /** The full name, `refs/tags/…` or `refs/heads/…`. */
  readonly ref: string;
  readonly kind: 'tag' | 'branch';
  /** Without `refs/tags/` and `refs/heads/`, which is what filters are compared with. */
  readonly name: string;
  /** Whether the remote gets a reference that it had not: then there is a `create` event as well. */
  readonly creates: boolean;
  /** The files that the push changes; they count for branches only. */
  readonly paths: readonly string[];
  /** The skip word of its last commit, which stops `push` and not `create`; null where there is none. */
  readonly skipWord: string | null;
}

const TAG = 'refs/tags/';
const BRANCH = 'refs/heads/';

/** The kind and the short name of a full name; null for what is neither a branch nor a tag. */
export function splitRef(ref: string): Pick<Push, 'kind' | 'name'> | null {
  if (ref.startsWith(TAG) && ref.length > TAG.length) return { kind: 'tag', name: ref.slice(TAG.length) };
  if (ref.startsWith(BRANCH) && ref.length > BRANCH.length)
    return { kind: 'branch', name: ref.slice(BRANCH.length) };
  return null;
}

/** A push of a new tag, which is how a release begins. */
export function tagPush(name: string, skipWord: string | null): Push {
  return { ref: `${TAG}${name}`, kind: 'tag', name, creates: true, paths: [], skipWord };
}
