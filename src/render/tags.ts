import type { TagResult } from '../core/operations/make-tags.js';
import { columns } from './columns.js';

export function renderTags({ tags }: TagResult): string {
  if (tags.length === 0) return 'nothing to do: no release lacks its tag';
  return columns(tags.map(({ name, commit, status }) => [name, commit.slice(0, 12), status]));
}
