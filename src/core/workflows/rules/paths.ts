import { nearest } from '../../nearest.js';
import { baseName, folderOf } from '../../paths.js';
import type { PathIndex } from '../../workspace/path-index.js';
import type { Problem } from '../../workspace/problem.js';
import type { Pattern } from '../pattern.js';
import { remarkOn } from '../pattern-remarks.js';
import { hasFilter } from '../trigger.js';
import type { Filter, Trigger, Workflow } from '../workflow.js';
import { type Inspection, problem } from './inspection.js';

/** Path filters that match no tracked file. Those of ignore forms are left alone: what is not there is ignored anyway. */
export function pathMatchesNothing({ workflows, index, packages }: Inspection): Problem[] {
  const folders = packages.map(({ path }) => path).filter(path => path !== '.');
  return workflows.flatMap(workflow =>
    [...workflow.triggers.values()].flatMap(trigger => {
      const filter = trigger.filters.get('paths');
      return filter === undefined ? [] : deadPatterns(workflow, trigger, filter, index, folders);
    }),
  );
}

function deadPatterns(
  workflow: Workflow,
  trigger: Trigger,
  { patterns }: Filter,
  index: PathIndex,
  folders: readonly string[],
): Problem[] {
  const positive = patterns.filter(({ negated }) => !negated);
  const dead = positive.filter(pattern => !matchesTracked(pattern, index));
  const all = dead.length === positive.length;
  // A folder that is not there can only be a mistake; files of a kind may come later.
  const sure = all && dead.every(pattern => !hasStart(pattern, index));
  return dead
    .filter(({ text }) => remarkOn(text, 'path')?.never !== true)
    .map(pattern =>
      problem(workflow, pattern.place, {
        rule: 'path-matches-nothing',
        severity: sure ? 'error' : 'warning',
        message: `${JSON.stringify(pattern.text)} matches no tracked file${all ? `: ${consequence(trigger)}` : ''}`,
        hint: hintFor(pattern, index, folders),
      }),
    );
}

function consequence(trigger: Trigger): string {
  if (trigger.event !== 'push') return `no ${trigger.event} starts this workflow`;
  const tags = hasFilter(trigger, 'tags') || !hasFilter(trigger, 'branches');
  return `no push of a branch starts this workflow${tags ? '; tags still do, since GitHub looks at no paths for them' : ''}`;
}

/** Whether a tracked file matches. */
export function matchesTracked(pattern: Pattern, index: PathIndex): boolean {
  if (pattern.literal) return index.has(pattern.prefix);
  const folder = folderOf(pattern.prefix);
  if (folder !== '.' && !index.hasFolder(folder)) return false;
  return pattern.wholeFolder || index.under(folder).some(path => pattern.matches(path));
}

/** Whether the folder that the pattern begins with is there. */
function hasStart({ prefix, literal }: Pattern, index: PathIndex): boolean {
  // A folder is never a changed file.
  if (literal && index.hasFolder(prefix)) return false;
  const folder = folderOf(prefix);
  return folder === '.' ? !prefix.includes('/') : index.hasFolder(folder);
}

function hintFor({ text, prefix, literal }: Pattern, index: PathIndex, folders: readonly string[]): string {
  if (literal && index.hasFolder(prefix))
    return `Write '${text}/**' for everything in that folder: a pattern without it names a file.`;
  const folder = literal ? prefix : folderOf(prefix);
  const near = nearFolder(folder, folders);
  if (near !== null) return `Did you mean '${near}${literal ? '' : text.slice(folder.length)}'?`;
  return 'Write the folder as it is called now, or take the pattern out.';
}

/** Among so many folders a likeness says little, and takes long to find. */
const MOST_FOLDERS = 100;

/** The folder of a package that is meant by one that is not there; null where none is likely. */
export function nearFolder(folder: string, folders: readonly string[]): string | null {
  const same = folders.find(path => baseName(path) === baseName(folder));
  return same ?? (folders.length > MOST_FOLDERS ? null : (nearest(folder, folders)[0] ?? null));
}

/** `paths` without a filter of names: GitHub looks at no paths for tags, so every tag starts the workflow. */
export function tagIgnoresPaths({ workflows, packages }: Inspection): Problem[] {
  if (packages.length === 0) return [];
  return workflows.flatMap(workflow => {
    const trigger = workflow.triggers.get('push');
    const filter = trigger?.filters.get('paths') ?? trigger?.filters.get('paths-ignore');
    if (trigger === undefined || filter === undefined) return [];
    if (hasFilter(trigger, 'branches') || hasFilter(trigger, 'tags')) return [];
    return [
      problem(workflow, filter.place, {
        rule: 'tag-ignores-paths',
        severity: 'warning',
        message: `every tag starts this workflow: GitHub looks at no ${filter.key} for tags`,
        hint: "Add branches: ['**'] if it is for branches only.",
      }),
    ];
  });
}
