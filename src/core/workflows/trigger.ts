import type { FilterKey } from './events.js';
import { ignores, includes } from './filters.js';
import type { Push } from './push.js';
import type { Trigger, Workflow } from './workflow.js';

/** Which of its events start a workflow: `push`, `create`, both or none. */
export function startingEvents({ triggers }: Workflow, push: Push): readonly ('push' | 'create')[] {
  const onPush = triggers.get('push');
  const byPush = onPush !== undefined && push.skipWord === null && takesPush(onPush, push);
  const byCreate = triggers.has('create') && push.creates;
  if (!byPush && !byCreate) return NONE;
  return [...(byPush ? (['push'] as const) : []), ...(byCreate ? (['create'] as const) : [])];
}

const NONE = [] as const;

/**
 * Whether the filters of `push` let a push through. Filters of one kind of reference shut the other kind out; paths
 * are looked at for branches only, after the name.
 */
export function takesPush(
  trigger: Trigger,
  { kind, name, paths }: Pick<Push, 'kind' | 'name' | 'paths'>,
): boolean {
  const [own, other] = kind === 'tag' ? (['tags', 'branches'] as const) : (['branches', 'tags'] as const);
  const byName = takesName(trigger, own, name);
  if (byName === null ? hasFilter(trigger, other) : !byName) return false;
  return kind === 'tag' || takesPaths(trigger, paths);
}

/** Whether there are tags whose pushes start a workflow, by `push` or by `create`. */
export function takesTags({ triggers }: Workflow): boolean {
  const onPush = triggers.get('push');
  if (triggers.has('create')) return true;
  if (onPush === undefined) return false;
  const only = onPush.filters.get('tags');
  if (only !== undefined) return only.patterns.some(({ negated }) => !negated);
  return onPush.filters.has('tags-ignore') || !hasFilter(onPush, 'branches');
}

/** Whether an event has a filter of that kind, in either form. */
export function hasFilter({ filters }: Trigger, key: 'branches' | 'tags' | 'paths'): boolean {
  return filters.has(key) || filters.has(`${key}-ignore`);
}

/** Whether the filter of a kind takes a name; null where there is no such filter. */
export function takesName({ filters }: Trigger, key: 'branches' | 'tags', name: string): boolean | null {
  const only = filters.get(key);
  if (only !== undefined) return includes(only.patterns, name);
  const all = filters.get(`${key}-ignore` as FilterKey);
  return all === undefined ? null : !ignores(all.patterns, name);
}

/** One file that is let through is enough; without any file there is no run. */
function takesPaths({ filters }: Trigger, paths: readonly string[]): boolean {
  const only = filters.get('paths');
  if (only !== undefined) return paths.some(path => includes(only.patterns, path));
  const all = filters.get('paths-ignore');
  return all === undefined || paths.some(path => !ignores(all.patterns, path));
}
