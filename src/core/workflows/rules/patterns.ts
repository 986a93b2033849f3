import type { Problem } from '../../workspace/problem.js';
import { type FilterKey, isPathFilter } from '../events.js';
import { remarkOn } from '../pattern-remarks.js';
import { hasFilter } from '../trigger.js';
import type { Filter, Trigger, Workflow } from '../workflow.js';
import { problem } from './inspection.js';

/** Patterns that GitHub takes and that match nothing, or not what they seem to. */
export function oddPatterns(workflows: readonly Workflow[]): Problem[] {
  return workflows.flatMap(workflow =>
    [...workflow.triggers.values()].flatMap(trigger => [
      ...[...trigger.filters.values()].flatMap(filter => [
        ...negationsOnly(workflow, trigger, filter),
        ...remarks(workflow, filter),
      ]),
      ...ignoresOnly(workflow, trigger),
    ]),
  );
}

function remarks(workflow: Workflow, { key, patterns }: Filter): Problem[] {
  return patterns.flatMap(({ text, place }) => {
    const remark = remarkOn(text, isPathFilter(key) ? 'path' : 'ref');
    if (remark === null) return [];
    return [
      problem(workflow, place, {
        rule: remark.never ? 'pattern-never-matches' : 'pattern-suspicious',
        severity: remark.never && !key.endsWith('-ignore') ? 'error' : 'warning',
        message: `${JSON.stringify(text)} in ${key} matches ${remark.never ? 'nothing' : 'only what is named so'}: ${remark.why}`,
        hint: remark.hint,
      }),
    ];
  });
}

function negationsOnly(workflow: Workflow, { event }: Trigger, { key, place, patterns }: Filter): Problem[] {
  if (key.endsWith('-ignore') || patterns.some(({ negated }) => !negated)) return [];
  const what = patterns.length === 0 ? 'is an empty list' : 'takes names out and takes none in';
  return [
    problem(workflow, place, {
      rule: 'pattern-never-matches',
      severity: 'error',
      message: `${key} of ${event} ${what}, so it matches nothing`,
      hint: `Put '**' before the others, or write ${key}-ignore without the !.`,
    }),
  ];
}

/** A filter that shuts tags out shuts branches out as well, and the other way round. */
function ignoresOnly(workflow: Workflow, trigger: Trigger): Problem[] {
  if (trigger.event !== 'push') return [];
  return (['tags', 'branches'] as const).flatMap(kind => {
    const other = kind === 'tags' ? 'branches' : 'tags';
    const filter = trigger.filters.get(`${kind}-ignore` as FilterKey);
    if (filter === undefined || hasFilter(trigger, other)) return [];
    if (!filter.patterns.some(({ text }) => text === '**' || text === '*')) return [];
    return [
      problem(workflow, filter.place, {
        rule: 'pattern-never-matches',
        severity: 'warning',
        message: `no push starts this workflow: ${kind}-ignore leaves out all ${kind}, and without a filter of ${other} no push of ${other} counts`,
        hint: `Write ${other}: ['**'] instead, which takes ${other} only.`,
      }),
    ];
  });
}
