import { tagFrame } from '../../tags/template.js';
import type { Package } from '../../workspace/package.js';
import type { Problem } from '../../workspace/problem.js';
import { jobRuns, runOf } from '../condition.js';
import type { Pattern } from '../pattern.js';
import { compilePattern } from '../pattern.js';
import type { Push } from '../push.js';
import { takesPush } from '../trigger.js';
import type { Filter, Workflow } from '../workflow.js';
import { type ExaminedRef, type Inspection, problem } from './inspection.js';

/**
 * Patterns for the tags of one package that take those of another one as well, whose id begins in the same way: `core-*`
 * also takes `core-extras-v1.0.0`. An error where the other package has a workflow of its own, so that both start.
 */
export function tagPrefixClash({ workflows, tags }: Inspection): Problem[] {
  const owned: Owned = new Map(
    tags.filter(({ packages }) => packages.length === 1).map(ref => [idPart(ref), ref]),
  );
  return workflows.flatMap(workflow => {
    const filter = workflow.triggers.get('push')?.filters.get('tags');
    if (filter === undefined) return [];
    return filter.patterns.flatMap(pattern => {
      const id = pattern.negated ? null : ownerOf(pattern, owned);
      if (id === null) return [];
      const strangers = [...owned].flatMap(([other, ref]) =>
        other !== id && other.startsWith(id) && pattern.matches(ref.push.name) && starts(workflow, ref.push)
          ? [ref]
          : [],
      );
      return clash(workflow, pattern, owned.get(id) as ExaminedRef, strangers, workflows, owned);
    });
  });
}

/** The tags of one package each, by what stands before their versions without the marks between. */
type Owned = ReadonlyMap<string, ExaminedRef>;

function clash(
  workflow: Workflow,
  pattern: Filter['patterns'][number],
  owner: ExaminedRef,
  strangers: readonly ExaminedRef[],
  workflows: readonly Workflow[],
  owned: Owned,
): Problem[] {
  const [first] = strangers;
  if (first === undefined) return [];
  const doubled = strangers.find(stranger =>
    workflows.some(
      other => other !== workflow && isFor(other, stranger, owned) && starts(other, stranger.push),
    ),
  );
  const names = strangers.slice(0, 3).map(({ push }) => push.name);
  const more = strangers.length > 3 ? ` and ${strangers.length - 3} more` : '';
  return [
    problem(workflow, pattern.place, {
      rule: 'tag-prefix-clash',
      severity: doubled === undefined ? 'warning' : 'error',
      package: owner.packages[0]?.id ?? null,
      message: `${JSON.stringify(pattern.text)}, for the tags of ${owner.packages[0]?.id}, also takes ${names.join(', ')}${more}`,
      hint: narrower(owner, strangers),
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
function isFor(workflow: Workflow, ref: ExaminedRef, owned: Owned): boolean {
  const patterns = workflow.triggers.get('push')?.filters.get('tags')?.patterns ?? [];
  return patterns.some(pattern => !pattern.negated && ownerOf(pattern, owned) === idPart(ref));
}

/** The longest id that the fixed start of a pattern begins with; null where there is none. */
function ownerOf({ prefix }: Pattern, owned: Owned): string | null {
  for (let length = prefix.length; length > 0; length--) {
    const id = prefix.slice(0, length);
    if (owned.has(id)) return id;
  }
  return null;
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
