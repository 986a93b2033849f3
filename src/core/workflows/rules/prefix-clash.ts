import { tagFrame } from '../../tags/template.js';
import type { Package } from '../../workspace/package.js';
import type { Problem } from '../../workspace/problem.js';
import { jobRuns, runOf } from '../condition.js';
import type { Pattern } from '../pattern.js';
import { compilePattern } from '../pattern.js';
import { PrefixMap } from '../prefix-map.js';
import type { Push } from '../push.js';
import { mayTake } from '../tag-index.js';
import { takesPush } from '../trigger.js';
import type { Filter, Workflow } from '../workflow.js';
import { type ExaminedRef, type Inspection, problem } from './inspection.js';

/**
 * Patterns for the tags of one package that take those of another one as well, whose id begins in the same way: `core-*`
 * also takes `core-extras-v1.0.0`. An error where the other package has a workflow of its own, so that both start.
 */
export function tagPrefixClash({ workflows, tags }: Inspection): Problem[] {
  const owned = ownTags(tags);
  return workflows.flatMap(workflow => {
    const filter = workflow.triggers.get('push')?.filters.get('tags');
    if (filter === undefined) return [];
    return filter.patterns.flatMap(pattern => {
      const owner = pattern.negated ? undefined : ownerOf(pattern, owned);
      if (owner === undefined) return [];
      const strangers = owned
        .startingWith(owner.id)
        .filter(
          ({ id, ref }) => id !== owner.id && pattern.matches(ref.push.name) && starts(workflow, ref.push),
        )
        .sort((one, other) => one.place - other.place);
      return clash(workflow, pattern, owner, strangers, workflows, owned);
    });
  });
}

/** The tag of one package. */
interface OwnTag {
  /** What stands before its version, without the marks between. */
  readonly id: string;
  readonly ref: ExaminedRef;
  readonly place: number;
}

function ownTags(tags: readonly ExaminedRef[]): PrefixMap<OwnTag> {
  const byId = new Map(tags.flatMap(ref => (ref.packages.length === 1 ? [[idPart(ref), ref] as const] : [])));
  return new PrefixMap([...byId].map(([id, ref], place) => [id, { id, ref, place }]));
}

function clash(
  workflow: Workflow,
  pattern: Filter['patterns'][number],
  { ref: owner }: OwnTag,
  strangers: readonly OwnTag[],
  workflows: readonly Workflow[],
  owned: PrefixMap<OwnTag>,
): Problem[] {
  if (strangers.length === 0) return [];
  const doubled = strangers.some(({ id, ref: { push } }) =>
    mayTake(workflows, push.name).some(
      other => other !== workflow && isFor(other, id, owned) && starts(other, push),
    ),
  );
  const refs = strangers.map(({ ref }) => ref);
  const names = refs.slice(0, 3).map(({ push }) => push.name);
  const more = refs.length > 3 ? ` and ${refs.length - 3} more` : '';
  return [
    problem(workflow, pattern.place, {
      rule: 'tag-prefix-clash',
      severity: doubled ? 'error' : 'warning',
      package: owner.packages[0]?.id ?? null,
      message: `${JSON.stringify(pattern.text)}, for the tags of ${owner.packages[0]?.id}, also takes ${names.join(', ')}${more}`,
      hint: narrower(owner, refs),
    }),
  ];
}

function starts(workflow: Workflow, push: Push): boolean {
  const trigger = workflow.triggers.get('push');
  if (trigger === undefined || !takesPush(trigger, push)) return false;
  const run = runOf(push, 'push', workflow.name);
  return workflow.jobs.some(job => jobRuns(job, workflow.jobs, run) !== false);
}

/** Whether a workflow has a pattern for the tags of this very package. */
function isFor(workflow: Workflow, id: string, owned: PrefixMap<OwnTag>): boolean {
  const patterns = workflow.triggers.get('push')?.filters.get('tags')?.patterns ?? [];
  return patterns.some(pattern => !pattern.negated && ownerOf(pattern, owned)?.id === id);
}

/** The package with the longest id that the fixed start of a pattern begins with. */
function ownerOf({ prefix }: Pattern, owned: PrefixMap<OwnTag>): OwnTag | undefined {
  return owned.startsOf(prefix).find(({ id }) => id !== '');
}

/** What stands before the version, without the marks between. */
function idPart({ packages }: ExaminedRef): string {
  const [each] = packages as readonly [Package];
  return tagFrame(each.template, each)[0].replace(/[-_/@.=]*v?$/, '');
}

function narrower(owner: ExaminedRef, strangers: readonly ExaminedRef[]): string {
  const [each] = owner.packages as readonly [Package];
  const [before, after] = tagFrame(each.template, each);
  const text = `${before.replace(/[\\*?+![\]]/g, '\\$&')}[0-9]*${after}`;
  const compiled = compilePattern(text);
  if (compiled.ok && strangers.every(({ push }) => !compiled.pattern.matches(push.name)))
    return `Write '${text}' instead.`;
  const [first] = strangers as readonly [ExaminedRef];
  const [other] = first.packages as readonly [Package];
  return `Add '!${tagFrame(other.template, other)[0]}*' after it.`;
}

/** Packages that are in no group together and would share one tag. */
export function sharedTags({ packages }: Inspection): Problem[] {
  const byFrame = new Map<string, Package[]>();
  for (const each of packages) {
    const frame = tagFrame(each.template, each).join('\0');
    byFrame.set(frame, [...(byFrame.get(frame) ?? []), each]);
  }
  return [...byFrame.values()].flatMap(same => {
    const groups = new Set(same.map(({ group }) => group));
    if (same.length < 2 || (groups.size === 1 && !groups.has(null))) return [];
    const ids = same.map(({ id }) => id);
    const shown =
      ids.length > 4 ? `${ids.slice(0, 4).join(', ')} and ${ids.length - 4} more` : ids.join(', ');
    return [
      problem(null, null, {
        rule: 'tag-prefix-clash',
        severity: 'warning',
        message: `${shown} have the same tags, ${same[0]?.template}: nobody can tell whose version one is`,
        hint: 'Put {package} into the template of `tag`, or make the packages a group.',
      }),
    ];
  });
}
