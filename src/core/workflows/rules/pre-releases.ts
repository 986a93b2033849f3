import { formatTag, parseTag, tagFrame } from '../../tags/template.js';
import { formatVersion, type Version } from '../../versions/version.js';
import type { Package } from '../../workspace/package.js';
import type { Problem } from '../../workspace/problem.js';
import { effectsOf } from '../effects.js';
import { tagPush } from '../push.js';
import { type StartedWorkflow, startedBy } from '../starts.js';
import { startingEvents } from '../trigger.js';
import type { Workflow } from '../workflow.js';
import { type ExaminedRef, type Inspection, packageOf, problem } from './inspection.js';

/** The tag of a pre-release that no publisher waits for. */
export interface UnheardPreRelease {
  readonly ref: ExaminedRef;
  readonly name: string;
  /** What its final version starts. */
  readonly publisher: Workflow;
}

/**
 * Of the next tags those that start what publishes, while the same version as a release candidate does not. Where a
 * pattern takes such a name out by itself, nobody means it to be published.
 */
export function unheardPreReleases(tags: readonly ExaminedRef[]): readonly UnheardPreRelease[] {
  const known = memo.get(tags);
  if (known !== undefined) return known;
  const found = tags.flatMap(unheardOf);
  memo.set(tags, found);
  return found;
}

/** They are asked for to see which packages have pre-releases, and again for the finding. */
const memo = new WeakMap<readonly ExaminedRef[], readonly UnheardPreRelease[]>();

function unheardOf(ref: ExaminedRef): UnheardPreRelease[] {
  const publishers = ref.started.filter(publishes).map(({ workflow }) => workflow);
  const [publisher] = publishers;
  const name = publisher === undefined ? null : preReleaseOf(ref);
  if (publisher === undefined || name === null) return [];
  const push = tagPush(name, ref.push.skipWord);
  const isHeard = publishers.some(workflow => startingEvents(workflow, push).length > 0);
  if (isHeard || publishers.some(workflow => leavesOut(workflow, name))) return [];
  return startedBy(ref.workflows, push).some(publishes) ? [] : [{ ref, name, publisher }];
}

/** The same for packages that have pre-releases: without any, a pattern for final versions is as it should be. */
export function preReleaseNotPublished({ tags, preReleased }: Inspection): Problem[] {
  return unheardPreReleases(tags)
    .filter(({ ref }) => ref.packages.some(each => preReleased.has(each)))
    .map(({ ref, name, publisher }) => {
      const filter = publisher.triggers.get('push')?.filters.get('tags');
      const [before, after] = frameOf(ref.packages[0] as Package);
      return problem(publisher, filter?.place ?? null, {
        rule: 'pre-release-not-published',
        severity: 'warning',
        package: packageOf(ref),
        message: `the tag ${ref.push.name} starts this workflow, which publishes, and a pre-release such as ${name} starts none that does`,
        hint: `Write '${before}[0-9]*${after}' in \`tags\`; or '!${before}*rc*${after}' behind the others where pre-releases are not to be published.`,
      });
    });
}

function publishes({ chain }: StartedWorkflow): boolean {
  return chain.some(({ workflow }) =>
    workflow.jobs.some(job => effectsOf(workflow, job).some(({ kind }) => kind === 'publish')),
  );
}

const RELEASE_CANDIDATE = { pre: { kind: 'rc', number: 1 } } as const;

/** What stands behind the number of a version that is not final. */
const UNUSUAL: readonly Partial<Version>[] = [
  RELEASE_CANDIDATE,
  { pre: { kind: 'a', number: 1 } },
  { pre: { kind: 'b', number: 1 } },
  { dev: 1 },
  { post: 1 },
];

/** The tag of the same version as a release candidate; null where it is of no package. */
function preReleaseOf(ref: ExaminedRef): string | null {
  return variantsOf(ref, [RELEASE_CANDIDATE])[0] ?? null;
}

/** The tags of the same version as a pre-release of each kind, and as a post-release; none where it is of no package. */
export function unusualTagsOf(ref: ExaminedRef): string[] {
  return variantsOf(ref, UNUSUAL);
}

function variantsOf(
  { packages: [each], push }: ExaminedRef,
  variants: readonly Partial<Version>[],
): string[] {
  const version = each === undefined ? null : parseTag(each.template, each, push.name);
  if (each === undefined || version === null) return [];
  return variants.map(parts => formatTag(each.template, each, formatVersion({ ...version, ...parts })));
}

function leavesOut({ triggers }: Workflow, name: string): boolean {
  const filters = triggers.get('push')?.filters;
  const isNamed = (key: 'tags' | 'tags-ignore') =>
    filters
      ?.get(key)
      ?.patterns.some(pattern => pattern.negated === (key === 'tags') && pattern.matches(name));
  return isNamed('tags') === true || isNamed('tags-ignore') === true;
}

function frameOf(each: Package): string[] {
  return tagFrame(each.template, each).map(text => text.replace(/[\\*?+![\]]/g, '\\$&'));
}
