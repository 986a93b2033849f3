import * as v from 'valibot';
import { RelctlError } from '../errors.js';
import { refFault } from '../tags/template.js';
import type { Plan } from './plan.js';

const text = v.string();
const id = v.pipe(v.string(), v.regex(/^[\da-f]{40}(?:[\da-f]{24})?$/, 'must be an object id'));
const count = v.pipe(v.number(), v.integer(), v.minValue(1));
const path = v.pipe(
  v.string(),
  v.check(
    value => !value.split('/').some(part => ['', '.', '..'].includes(part) || part.toLowerCase() === '.git'),
    'must be a path below the root',
  ),
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

/** The parts that are carried out are checked to the last; the others only come back in the result. */
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
    config: text,
    remote: v.nullable(v.strictObject({ name: text, commit: v.nullable(id) })),
  }),
});

/**
 * A plan that `--dry-run --json` printed, with or without the envelope around it.
 * @param file for messages
 * @throws PLAN_INVALID
 */
export function readPlan(file: string, written: string): Plan {
  const checked = v.safeParse(planSchema, unwrap(file, written));
  if (!checked.success) {
    const [issue] = checked.issues;
    const place = (issue.path ?? []).map(({ key }) => String(key)).join('.');
    throw new RelctlError('PLAN_INVALID', `${file}: ${place === '' ? '' : `${place}: `}${issue.message}`);
  }
  const plan = checked.output as unknown as Plan;
  const own = new Set([plan.commit?.branch, ...plan.tags.map(({ name }) => `refs/tags/${name}`)]);
  const foreign = plan.pushes.flatMap(({ refs }) => refs).find(ref => !own.has(ref));
  if (foreign !== undefined)
    throw new RelctlError(
      'PLAN_INVALID',
      `${file}: pushes: ${foreign} is neither the branch nor a tag of the plan`,
    );
  if (plan.commit === null && plan.tags.length + plan.pushes.length > 0)
    throw new RelctlError('PLAN_INVALID', `${file}: tags and pushes need a commit`);
  return plan;
}

function unwrap(file: string, written: string): unknown {
  let parsed: unknown;
  try {
    parsed = JSON.parse(written);
  } catch (cause) {
    throw new RelctlError('PLAN_INVALID', `${file}: ${(cause as Error).message}`, { cause });
  }
  if (typeof parsed !== 'object' || parsed === null || !('result' in parsed)) return parsed;
  return parsed.result;
}
