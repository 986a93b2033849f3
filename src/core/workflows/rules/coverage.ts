import { tagFrame } from '../../tags/template.js';
import type { Package } from '../../workspace/package.js';
import type { Problem } from '../../workspace/problem.js';
import { remarkOn } from '../pattern-remarks.js';
import { PrefixMap } from '../prefix-map.js';
import { tagPush } from '../push.js';
import { takesPush } from '../trigger.js';
import type { Filter, Trigger, Workflow } from '../workflow.js';
import { type ExaminedRef, type Inspection, problem } from './inspection.js';
import { mentionsIn } from './mentions.js';
import { matchesTracked } from './paths.js';
import { unusualTagsOf } from './pre-releases.js';

/**
 * Packages that no workflow is about, where others have workflows of their own: by a path filter, a tag, or the name or
 * folder anywhere in a file. A filter on a folder above is about all packages in it.
 */
export function packageWithoutWorkflow({ packages, workflows, texts, tags }: Inspection): Problem[] {
  const mentions = mentionsIn(texts.values());
  const named = ({ id, name, path }: Package) =>
    (path !== '.' && mentions.has(path)) || mentions.has(id) || mentions.has(name);
  const paths = new PrefixMap(
    pathFilters(workflows).flatMap(({ patterns }) =>
      patterns.flatMap(pattern => (pattern.negated ? [] : [[pattern.prefix, pattern] as const])),
    ),
  );
  const inFolderAbove = ({ path, manifest }: Package) =>
    paths.startsOf(`${path}/`).some(({ prefix, matches }) => prefix !== '' && matches(manifest));
  const byTag = new Set(
    tags
      .filter(({ started }) => started.some(({ workflow }) => hasTagFilter(workflow)))
      .flatMap(({ packages: of }) => of),
  );
  const dedicated = packages.filter(each => each.path !== '.' && (named(each) || byTag.has(each)));
  if (dedicated.length === 0 || packages.length < 2) return [];
  return packages
    .filter(each => each.path !== '.' && !named(each) && !inFolderAbove(each) && !byTag.has(each))
    .map(each => ({
      ...problem(null, null, {
        rule: 'package-without-workflow',
        severity: 'warning',
        package: each.id,
        message: `no workflow is about ${each.id} (${each.path}): none names it, filters its paths or waits for its tags`,
        hint: `Copy the workflow of ${dedicated[0]?.id}, or add ${each.path}/** and '${tagFrame(each.template, each).join('*')}' to one.`,
      }),
      file: each.manifest,
      line: 1,
      column: 1,
    }));
}

function hasTagFilter({ triggers }: Workflow): boolean {
  return triggers.get('push')?.filters.has('tags') === true;
}

/** Whether a filter takes the tag of some package, be it that of a pre-release. */
function takesAny(trigger: Trigger, { patterns }: Filter, tags: PrefixMap<ExaminedRef>): boolean {
  return patterns.some(
    ({ negated, prefix }) =>
      !negated &&
      tags
        .startingWith(prefix)
        .some(
          ref =>
            takesPush(trigger, ref.push) ||
            unusualTagsOf(ref).some(name => takesPush(trigger, tagPush(name, null))),
        ),
  );
}

function pathFilters(workflows: readonly Workflow[]): Filter[] {
  return workflows.flatMap(({ triggers }) =>
    [...triggers.values()].flatMap(({ filters }) => filters.get('paths') ?? []),
  );
}

/** Names that say nothing about whose tag it is. */
const GENERIC = /^(?:v|ver|version|release|releases|tag|tags|r|rel)?$/i;

/**
 * Workflows for a package that is not there any more: their tags are those of no package, and all their paths but those
 * of the workflows themselves lead nowhere.
 */
export function workflowWithoutPackage({ workflows, tags, packages, index }: Inspection): Problem[] {
  if (packages.length === 0) return [];
  const byName = new PrefixMap(tags.map(ref => [ref.push.name, ref]));
  return workflows.flatMap(workflow => {
    const push = workflow.triggers.get('push');
    const filter = push?.filters.get('tags');
    const named =
      filter?.patterns.filter(
        ({ negated, prefix, text }) =>
          !negated && !GENERIC.test(nameIn(prefix)) && remarkOn(text, 'ref')?.never !== true,
      ) ?? [];
    const generic =
      filter !== undefined && named.length < filter.patterns.filter(({ negated }) => !negated).length;
    if (generic || (push !== undefined && filter !== undefined && takesAny(push, filter, byName))) return [];
    const paths = pathFilters([workflow]).flatMap(({ patterns }) =>
      patterns.filter(
        ({ negated, prefix }) => !negated && !prefix.startsWith('.github/') && prefix.includes('/'),
      ),
    );
    const alive = paths.some(pattern => matchesTracked(pattern, index));
    if (alive || (paths.length === 0 && named.length === 0) || works(workflow, index)) return [];
    const place = named[0]?.place ?? paths[0]?.place ?? null;
    const what = [...named, ...paths].map(({ text }) => JSON.stringify(text));
    return [
      problem(workflow, place, {
        rule: 'workflow-without-package',
        severity: 'warning',
        message: `${workflow.file} is about no package: ${[...new Set(what)].slice(0, 3).join(', ')} ${what.length === 1 ? 'belongs' : 'belong'} to none`,
        hint: 'Remove the workflow if its package is gone, or write the present folder and tags.',
      }),
    ];
  });
}

/** Whether it works in a folder that is there. */
function works(workflow: Workflow, index: Inspection['index']): boolean {
  const folders = [
    workflow.workingDirectory,
    ...workflow.jobs.flatMap(job => [job.workingDirectory, ...job.steps.map(step => step.workingDirectory)]),
  ];
  return folders.some(
    folder =>
      folder !== null &&
      !/^\.?\/?$/.test(folder.text) &&
      index.hasFolder(folder.text.replace(/^\.\/|\/$/g, '')),
  );
}

function nameIn(prefix: string): string {
  return prefix.replace(/[-_/@.=]*v?\d*$/, '');
}
