import type { Workflow } from './workflow.js';

interface TagIndex {
  /** Places in the list of workflows, by what the tags that they wait for start with. */
  readonly byPrefix: ReadonlyMap<string, readonly number[]>;
  readonly lengths: readonly number[];
  /** Those that may be started by any tag. */
  readonly others: readonly number[];
}

/** The same workflows are asked about every tag. */
const memo = new WeakMap<readonly Workflow[], TagIndex>();

/** The workflows that a new tag may start, in their order: the filters of all others wait for tags that start otherwise. */
export function mayTake(workflows: readonly Workflow[], tag: string): Workflow[] {
  const { byPrefix, lengths, others } = indexOf(workflows);
  const found = new Set(others);
  for (const length of lengths) {
    for (const place of byPrefix.get(tag.slice(0, length)) ?? []) found.add(place);
  }
  return [...found].sort((one, other) => one - other).map(place => workflows[place] as Workflow);
}

function indexOf(workflows: readonly Workflow[]): TagIndex {
  const known = memo.get(workflows);
  if (known !== undefined) return known;
  const byPrefix = new Map<string, number[]>();
  const others: number[] = [];
  for (const [place, { triggers }] of workflows.entries()) {
    const filter = triggers.has('create') ? undefined : triggers.get('push')?.filters.get('tags');
    const wanted = filter?.patterns.filter(({ negated }) => !negated).map(({ prefix }) => prefix);
    if (wanted === undefined) others.push(place);
    for (const prefix of wanted ?? []) byPrefix.set(prefix, [...(byPrefix.get(prefix) ?? []), place]);
  }
  const lengths = [...new Set([...byPrefix.keys()].map(({ length }) => length))];
  const index = { byPrefix, lengths, others };
  memo.set(workflows, index);
  return index;
}
