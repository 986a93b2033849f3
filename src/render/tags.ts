import type { TagOutcome, TagResult } from '../core/operations/make-tags.js';
import { columns } from './columns.js';
import { startTexts } from './plan.js';

/** The tags with what became of them, and what each that is new starts when it is pushed. */
export function renderTags({ tags }: TagResult, starts: TagOutcome['starts']): string {
  if (tags.length === 0) return 'nothing to do: no release lacks its tag';
  const started = startTexts(starts);
  return columns(
    tags.map(({ name, commit, status }) => [name, commit.slice(0, 12), status, started.get(name) ?? '']),
  );
}
