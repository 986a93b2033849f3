import { byCodeUnit } from '../../paths.js';
import type { Problem } from '../../workspace/problem.js';
import type { Workflow } from '../workflow.js';
import { callsOfNothing } from './calls.js';
import { concurrencyDropsRuns } from './concurrency.js';
import { packageWithoutWorkflow, workflowWithoutPackage } from './coverage.js';
import { fileFaults } from './faults.js';
import type { ExaminedRef, Inspection, RefRule, RepositoryRule } from './inspection.js';
import { tooManyPaths } from './many-paths.js';
import { matrixSizes } from './matrices.js';
import { pathMatchesNothing, tagIgnoresPaths } from './paths.js';
import { oddPatterns } from './patterns.js';
import { preReleaseNotPublished } from './pre-releases.js';
import { sharedTags, tagPrefixClash } from './prefix-clash.js';
import { skipCi, skipCiInTemplate } from './skip-ci.js';
import { jobTokenPush, tooManyTags } from './tag-pushes.js';
import { jobNeverRuns, tagStartsNothing } from './tag-starts-nothing.js';
import { tagStartsTwoPublishers } from './two-publishers.js';
import { workingDirectoryMissing } from './working-directory.js';

const FILE_RULES: readonly ((workflows: readonly Workflow[]) => Problem[])[] = [
  fileFaults,
  oddPatterns,
  callsOfNothing,
  matrixSizes,
];

const REF_RULES: readonly RefRule[] = [tagStartsNothing, tagStartsTwoPublishers, jobNeverRuns, tooManyPaths];

const REPOSITORY_RULES: readonly RepositoryRule[] = [
  tagPrefixClash,
  sharedTags,
  packageWithoutWorkflow,
  workflowWithoutPackage,
  pathMatchesNothing,
  tagIgnoresPaths,
  workingDirectoryMissing,
  concurrencyDropsRuns,
  tooManyTags,
  jobTokenPush,
  preReleaseNotPublished,
];

/** What bears on the references in question. @param files the workflows of each commit that they are at */
export function problemsOfRefs(
  files: readonly (readonly Workflow[])[],
  refs: readonly ExaminedRef[],
): Problem[] {
  return ordered([
    ...files.flatMap(workflows => FILE_RULES.flatMap(rule => rule(workflows))),
    ...refs.flatMap(ref => [...REF_RULES.flatMap(rule => rule(ref)), ...skipCi([ref])]),
  ]);
}

/** What is wrong in the whole repository. */
export function findProblems(
  inspection: Inspection & {
    readonly releaseMessage: { readonly word: string | null; readonly file: string | null };
  },
): Problem[] {
  const { workflows, tags, releaseMessage } = inspection;
  if (workflows.length === 0) return [];
  return ordered([
    ...FILE_RULES.flatMap(rule => rule(workflows)),
    ...together(tags.flatMap(ref => REF_RULES.flatMap(rule => rule(ref)))),
    ...skipCi(tags),
    ...skipCiInTemplate(releaseMessage.word, releaseMessage.file),
    ...REPOSITORY_RULES.flatMap(rule => rule(inspection)),
  ]);
}

/**
 * Findings about every tag, for people who asked about none of them: that nothing waits for tags at all is said once,
 * and jobs that are skipped count only where a tag comes to nothing by them.
 */
function together(problems: readonly Problem[]): Problem[] {
  const isUnheard = ({ rule, file }: Problem) => rule === 'tag-starts-nothing' && file === null;
  const unheard = problems.filter(isUnheard);
  const others = problems.filter(
    problem => !isUnheard(problem) && (problem.rule !== 'job-never-runs' || problem.severity === 'error'),
  );
  const [first] = unheard;
  if (first === undefined) return others;
  const rest = unheard.length - 1;
  if (rest === 0) return [...others, first];
  const tags = rest === 1 ? 'that of another package' : `those of ${rest} other packages`;
  return [...others, { ...first, package: null, message: `${first.message}; neither do ${tags}` }];
}

/** By place, each once. */
function ordered(problems: readonly Problem[]): Problem[] {
  const byPlace = new Map<string, Problem[]>();
  for (const problem of problems) {
    const key = placeOf(problem);
    const same = byPlace.get(key);
    if (same === undefined) byPlace.set(key, [problem]);
    else same.push(problem);
  }
  return [...byPlace]
    .sort(([left], [right]) => byCodeUnit(left, right))
    .flatMap(([, same]) => distinct(same));
}

function placeOf({ file, line, rule, package: id }: Problem): string {
  return `${file ?? ''}\0${String(line ?? 0).padStart(9, '0')}\0${rule}\0${id ?? ''}`;
}

function distinct(problems: readonly Problem[]): readonly Problem[] {
  if (problems.length === 1) return problems;
  return [...new Map(problems.map(problem => [JSON.stringify(problem), problem])).values()];
}
