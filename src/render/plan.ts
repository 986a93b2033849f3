import type { Plan } from '../core/plan/plan.js';
import { columns } from './columns.js';
import { escapeText } from './escape.js';

/** What a release is going to do, or has done. */
export function renderPlan(plan: Plan): string {
  if (plan.status === 'noop') return 'nothing to do: the version is there and tagged';
  if (plan.status === 'aborted') return `given up: ${names(plan)}`;
  const sections = [
    columns(
      plan.releases.map(({ id, from, to, tag, reasons }) => [
        `${id}`,
        `${from} → ${to}`,
        tag ?? '',
        reasonText(reasons),
      ]),
    ),
    columns(plan.edits.map(({ file, line, before, after }) => [`  ${file}:${line}`, `${before} → ${after}`])),
    ...(plan.commit === null
      ? []
      : [
          `commit on ${escapeText(plan.commit.branch.replace('refs/heads/', ''))}: ${escapeText(plan.commit.message.split('\n')[0] ?? '')}`,
        ]),
    tagLines(plan),
    plan.pushes.map(({ refs }) => `push ${refs.map(escapeText).join(' ')}`).join('\n'),
    plan.problems
      .map(({ message, hint }) => `warning: ${escapeText(message)}\n  hint: ${escapeText(hint)}`)
      .join('\n'),
    ENDS[plan.status],
  ];
  return sections.filter(section => section !== '').join('\n');
}

/** Each tag, and below it what it starts. */
function tagLines({ tags, starts }: Plan): string {
  const started = startTexts(starts);
  return tags
    .flatMap(({ name }) => [
      `tag ${escapeText(name)}`,
      ...(started.has(name) ? [`  ${escapeText(started.get(name) ?? '')}`] : []),
    ])
    .join('\n');
}

/** What each tag starts, in words; of no tag where the repository has no workflows. */
export function startTexts(starts: Plan['starts']): ReadonlyMap<string, string> {
  return new Map(
    starts.map(({ tag, workflows }) => [
      tag,
      `starts ${workflows.length === 0 ? 'no workflow' : workflows.join(', ')}`,
    ]),
  );
}

const ENDS = {
  planned: 'planned, nothing was changed',
  applied: 'done',
  resumed: 'done: what the release lacked is there now',
} as const;

function names({ releases }: Plan): string {
  return releases.map(({ id, to }) => escapeText(`${id} ${to}`)).join(', ');
}

function reasonText(reasons: Plan['releases'][number]['reasons']): string {
  return reasons
    .map(reason => {
      if (reason.kind === 'group') return `group ${reason.group}`;
      return reason.kind === 'dependency' ? `needs ${reason.package}` : reason.kind;
    })
    .join(', ');
}
