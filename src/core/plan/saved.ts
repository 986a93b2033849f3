import * as v from 'valibot';
import { DEPENDENTS } from '../config/dependents.js';
import { RelctlError } from '../errors.js';
import { refFault } from '../tags/template.js';
import { PRE_LEVELS } from '../versions/level.js';
import { type Basis, NOOP, type Plan } from './plan.js';

/** A plan that says by what it was made. */
export type SavedPlan = Plan & { readonly basis: Basis };

const text = v.string();
const id = v.pipe(v.string(), v.regex(/^[\da-f]{40}(?:[\da-f]{24})?$/, 'must be an object id'));
const count = v.pipe(v.number(), v.integer(), v.minValue(1));
const path = v.pipe(
  v.string(),
  v.check(value => value.split('/').every(isPathPart), 'must be a path below the root'),
);
const refName = (prefix: string) =>
  v.pipe(
    v.string(),
    v.check(
      value => value.startsWith(prefix) && refFault(value.slice(prefix.length)) === null,
      'must be the full name of a reference',
    ),
  );
const tagName = v.pipe(
  v.string(),
  v.check(value => refFault(value) === null, 'must be the name of a tag'),
);
const request = v.strictObject({
  level: text,
  pre: v.nullable(v.picklist(PRE_LEVELS)),
  choice: v.strictObject({
    packages: v.array(text),
    groups: v.array(text),
    all: v.boolean(),
    changed: v.boolean(),
  }),
  dependents: v.nullable(v.picklist(DEPENDENTS)),
  commit: v.boolean(),
  tag: v.boolean(),
  push: v.boolean(),
  sign: v.nullable(v.boolean()),
  allowIdleTags: v.boolean(),
});

/** The shape only: whether the content is what relctl plans is seen by planning again. */
const planSchema = v.looseObject({
  status: v.literal('planned'),
  releases: v.array(v.looseObject({ id: text, from: text, to: text })),
  edits: v.array(v.strictObject({ file: path, line: count, column: count, before: text, after: text })),
  commit: v.nullable(v.strictObject({ message: text, parent: id, branch: refName('refs/heads/') })),
  tags: v.array(v.strictObject({ name: tagName, package: v.nullable(text), message: v.nullable(text) })),
  pushes: v.array(v.strictObject({ refs: v.pipe(v.array(refName('refs/')), v.minLength(1)) })),
  starts: v.array(v.looseObject({})),
  problems: v.array(v.looseObject({})),
  basis: v.strictObject({
    request,
    config: text,
    remote: v.nullable(v.strictObject({ name: text, commit: v.nullable(id) })),
  }),
});

/**
 * A plan that `--dry-run --json` printed, with or without the envelope around it.
 * @param file for messages
 * @returns null for the plan that releases nothing
 * @throws PLAN_INVALID
 */
export function readPlan(file: string, written: string): SavedPlan | null {
  const document = unwrap(file, written);
  if (isObject(document) && document.status === NOOP.status && document.basis === null) return null;
  const checked = v.safeParse(planSchema, document);
  if (!checked.success) {
    const [issue] = checked.issues;
    const place = (issue.path ?? []).map(({ key }) => String(key)).join('.');
    throw invalid(file, `${place === '' ? '' : `${place}: `}${issue.message}`);
  }
  const plan = checked.output as unknown as SavedPlan;
  const own = new Set([plan.commit?.branch, ...plan.tags.map(({ name }) => `refs/tags/${name}`)]);
  const foreign = plan.pushes.flatMap(({ refs }) => refs).find(ref => !own.has(ref));
  if (foreign !== undefined)
    throw invalid(file, `pushes: ${foreign} is neither the branch nor a tag of the plan`);
  if (plan.commit === null && plan.tags.length + plan.pushes.length > 0)
    throw invalid(file, 'tags and pushes need a commit');
  return plan;
}

function isPathPart(part: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  return !['', '.', '..'].includes(part) && part.toLowerCase() !== '.git' && !/[\0-\x1f\x7f]/.test(part);
}

/** @throws PLAN_INVALID where it is no JSON, or the envelope of something else */
function unwrap(file: string, written: string): unknown {
  let parsed: unknown;
  try {
    parsed = JSON.parse(written);
  } catch (cause) {
    throw invalid(file, (cause as Error).message, cause);
  }
  if (!isObject(parsed) || !['schemaVersion', 'ok', 'result'].some(key => key in parsed)) return parsed;
  if (parsed.schemaVersion !== 1)
    throw invalid(file, `schemaVersion: ${JSON.stringify(parsed.schemaVersion) ?? 'none'} is not known`);
  if (parsed.ok !== true) throw invalid(file, 'it is the answer of a command that failed');
  return parsed.result;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function invalid(file: string, why: string, cause?: unknown): RelctlError {
  return new RelctlError('PLAN_INVALID', `${file}: ${why}`, cause === undefined ? {} : { cause });
}
