import type { Warning } from '../workspace/problem.js';
import { listed } from './listed.js';
import type { ExaminedRef } from './rules/inspection.js';
import { startedBy } from './starts.js';
import type { Workflow } from './workflow.js';

/** The texts of workflow files by path; what is no text is left out. */
export type WorkflowTexts = ReadonlyMap<string, string>;

/** The files that are not the same on both sides, whatever ends their lines. */
export function differingFiles(committed: WorkflowTexts, here: WorkflowTexts): string[] {
  const plain = (text: string | undefined) => text?.replaceAll('\r\n', '\n');
  return [...new Set([...committed.keys(), ...here.keys()])]
    .filter(file => {
      const [before, now] = [committed.get(file), here.get(file)];
      return before !== now && plain(before) !== plain(now);
    })
    .sort();
}

/** Edits of the work tree, which count for no push. @param files those that differ from HEAD */
export function uncommitted(files: readonly string[]): Warning[] {
  if (files.length === 0) return [];
  const message = `${listed(files)}: what is in the work tree is not committed, and only what is counts here; commit it first`;
  return [{ code: 'workflows-uncommitted', message }];
}

/**
 * Where a reference starts other workflows than its push would with the files of the work tree, which is what people
 * look at: GitHub reads those of its commit.
 * @param files those that differ
 * @param here the workflows of those of them that the work tree has
 */
export function startsElsewise(
  { push, workflows, started }: ExaminedRef,
  files: readonly string[],
  here: readonly Workflow[],
): Warning[] {
  const kept = workflows.filter(({ file }) => !files.includes(file));
  const before = started.map(({ workflow }) => workflow.file);
  const now = startedBy([...kept, ...here], push).map(({ workflow }) => workflow.file);
  const more = now.filter(file => !before.includes(file)).sort();
  const less = before.filter(file => !now.includes(file));
  const parts = [
    ...(more.length === 0 ? [] : [`would start ${listed(more)}`]),
    ...(less.length === 0 ? [] : [`would not start ${listed(less)}`]),
  ];
  if (parts.length === 0) return [];
  const message = `${push.ref}: the files of its commit count; as the work tree has them it ${parts.join(' and ')}`;
  return [{ code: 'workflows-differ', message }];
}
