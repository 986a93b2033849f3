import { PrefixMap } from './prefix-map.js';
import type { Workflow } from './workflow.js';

interface TagIndex {
  /** Places in the list of workflows, by what the tags that they wait for start with. */
  readonly byPrefix: PrefixMap<number>;
  /** Those that may be started by any tag. */
  readonly others: readonly number[];
}

/** The same workflows are asked about every tag. */
const memo = new WeakMap<readonly Workflow[], TagIndex>();

/** The workflows that a new tag may start, in their order: the filters of all others wait for tags that start otherwise. */
export function mayTake(workflows: readonly Workflow[], tag: string): Workflow[] {
  const { byPrefix, others } = indexOf(workflows);
  const places = new Set([...others, ...byPrefix.startsOf(tag)]);
  return [...places].sort((one, other) => one - other).map(place => workflows[place] as Workflow);
}

function indexOf(workflows: readonly Workflow[]): TagIndex {
  const known = memo.get(workflows);
  if (known !== undefined) return known;
  const prefixes: [string, number][] = [];
  const others: number[] = [];
  for (const [place, { triggers }] of workflows.entries()) {
    const filter = triggers.has('create') ? undefined : triggers.get('push')?.filters.get('tags');
    if (filter === undefined) others.push(place);
    for (const { negated, prefix } of filter?.patterns ?? []) {
      if (!negated) prefixes.push([prefix, place]);
    }
  }
  const index = { byPrefix: new PrefixMap(prefixes), others };
  memo.set(workflows, index);
  return index;
}
