import { nearest } from '../nearest.js';
import { EVENTS, type FilterKey, filtersOf, isPathFilter, OTHER_KEYS } from './events.js';
import { compilePattern } from './pattern.js';
import { readConcurrency, readJobs, readVariables } from './read-jobs.js';
import { type Fault, type Filter, type Trigger, textOf, type Workflow } from './workflow.js';
import {
  isNothing,
  type Place,
  scalarAt,
  scalarsOf,
  valueAt,
  type YamlMap,
  type YamlNode,
  type YamlReader,
  type YamlScalar,
} from './yaml-node.js';

const START: Place = { line: 1, column: 1 };
const CHECK = 'Mend the file; `actionlint` names further faults of this kind.';

/**
 * Reads a workflow file as GitHub does. A file that GitHub refuses has no triggers: broken YAML, an event that there is
 * not, an invalid pattern, a filter together with its ignore form.
 * @param yaml reads the text
 */
export function readWorkflow(file: string, text: string, yaml: YamlReader): Workflow {
  const reading = yaml(text);
  if (!reading.ok) {
    const { place, message } = reading.fault;
    return refused(file, file, [invalid(place, `this is no YAML that GitHub reads: ${message}`, CHECK)]);
  }
  const { root } = reading;
  const name = scalarAt(root, 'name')?.text.trim() || file;
  if (root.kind !== 'map')
    return refused(file, name, [invalid(START, 'there is no workflow in this file', CHECK)]);
  const faults: Fault[] = [];
  const triggers = readTriggers(root, faults);
  const jobs = readJobs(root, faults);
  if (faults.some(isFatal)) return refused(file, name, faults, jobs);
  return {
    file,
    name,
    triggers,
    variables: readVariables(valueAt(root, 'env')),
    workingDirectory: textOf(scalarAt(valueAt(valueAt(root, 'defaults'), 'run'), 'working-directory')),
    concurrency: readConcurrency(valueAt(root, 'concurrency')),
    jobs,
    faults,
  };
}

/** A file of the folder that is no text GitHub could read. */
export function unreadableWorkflow(file: string, reason: string): Workflow {
  return refused(file, file, [invalid(START, `GitHub cannot read this file: ${reason}`, CHECK)]);
}

/** Whether GitHub refuses the file for it. */
export function isFatal({ rule }: Fault): boolean {
  return rule !== 'filter-ignored';
}

function refused(
  file: string,
  name: string,
  faults: readonly Fault[],
  jobs: Workflow['jobs'] = [],
): Workflow {
  return {
    file,
    name,
    triggers: new Map(),
    variables: new Map(),
    workingDirectory: null,
    concurrency: null,
    jobs,
    faults,
  };
}

function invalid(place: Place, message: string, hint: string): Fault {
  return { rule: 'workflow-invalid', place, message, hint };
}

function readTriggers(root: YamlMap, faults: Fault[]): Map<string, Trigger> {
  const on = root.entries.get('on');
  const triggers = new Map<string, Trigger>();
  if (on === undefined || isNothing(on.value)) {
    faults.push(
      invalid(on?.place ?? START, 'no event is named in `on`', 'Name the events: on: push, for example.'),
    );
    return triggers;
  }
  for (const { name, place, body } of eventsOf(on.value, faults)) {
    if (!EVENTS.has(name)) {
      const near = nearest(name, [...EVENTS]);
      const hint = near.length > 0 ? `Did you mean ${near[0]}?` : 'See "Events that trigger workflows".';
      faults.push(
        invalid(place, `${JSON.stringify(name)} is no event, so GitHub refuses the whole file`, hint),
      );
      continue;
    }
    triggers.set(name, readTrigger(name, place, body, faults));
  }
  return triggers;
}

interface WrittenEvent {
  readonly name: string;
  readonly place: Place;
  readonly body: YamlNode | undefined;
}

function eventsOf(on: YamlNode, faults: Fault[]): WrittenEvent[] {
  if (on.kind === 'map')
    return [...on.entries].map(([name, { place, value }]) => ({ name, place, body: value }));
  const names = scalarsOf(on);
  if (names.length === 0 || (on.kind === 'list' && names.length < on.items.length))
    faults.push(invalid(on.place, '`on` must be an event, a list of events or a map', CHECK));
  return names.map(({ text, place }) => ({ name: text, place, body: undefined }));
}

function readTrigger(event: string, place: Place, body: YamlNode | undefined, faults: Fault[]): Trigger {
  const filters = new Map<FilterKey, Filter>();
  const known = filtersOf(event);
  // `schedule` has a list.
  if (body?.kind === 'scalar' && !isNothing(body))
    faults.push(invalid(body.place, `${event} must be left empty or hold its filters`, CHECK));
  for (const [key, entry] of body?.kind === 'map' ? body.entries : []) {
    if (known.includes(key as FilterKey)) {
      const filter = readFilter(key as FilterKey, entry.place, entry.value, faults);
      if (filter !== null) filters.set(filter.key, filter);
    } else if (!OTHER_KEYS.has(key)) {
      faults.push(passedOver(event, key, entry.place, known));
    }
  }
  faults.push(...contradictions(event, filters));
  const types = valueAt(body, 'types');
  return {
    event,
    place,
    filters,
    types: isNothing(types) ? null : scalarsOf(types).map(({ text }) => text),
    workflows: scalarsOf(valueAt(body, 'workflows')).flatMap(node => textOf(node) ?? []),
  };
}

function passedOver(event: string, key: string, place: Place, known: readonly FilterKey[]): Fault {
  const near = nearest(key, known);
  const hint =
    near.length > 0
      ? `Did you mean ${near[0]}?`
      : event === 'create'
        ? 'Use `push` with `tags` or `branches`, which are looked at there.'
        : 'Take it out, or ask for it in an `if:` of the jobs.';
  return {
    rule: 'filter-ignored',
    place,
    message: `GitHub looks at no \`${key}\` of ${event}: the workflow starts as if it were not there`,
    hint,
  };
}

/** The filter of a key; null where it is left empty. */
function readFilter(key: FilterKey, place: Place, body: YamlNode, faults: Fault[]): Filter | null {
  if (isNothing(body)) return null;
  const written = scalarsOf(body);
  if (body.kind === 'map' || (body.kind === 'list' && written.length < body.items.length)) {
    faults.push(invalid(body.place, `${key} must be a pattern or a list of patterns`, CHECK));
    return null;
  }
  const patterns = written.flatMap(node => readPattern(node, key, faults));
  return { key, place, patterns };
}

function readPattern(node: YamlScalar, key: FilterKey, faults: Fault[]): Filter['patterns'][number][] {
  const compiled = compilePattern(isNothing(node) ? '' : node.text);
  if (compiled.ok) return [{ ...compiled.pattern, place: node.place }];
  faults.push({
    rule: 'pattern-invalid',
    place: node.place,
    message: `${JSON.stringify(node.text)} is no pattern, so GitHub refuses the whole file: ${compiled.fault}`,
    hint: isPathFilter(key)
      ? 'Patterns know *, **, ?, + and [a-z]; put \\ before a mark that stands for itself.'
      : 'Patterns know *, **, ?, + and [0-9]; put \\ before a mark that stands for itself.',
  });
  return [];
}

function contradictions(event: string, filters: ReadonlyMap<FilterKey, Filter>): Fault[] {
  return (['branches', 'tags', 'paths'] as const).flatMap(key => {
    const ignore = filters.get(`${key}-ignore`);
    if (ignore === undefined || !filters.has(key)) return [];
    return [
      invalid(
        ignore.place,
        `${event} has both ${key} and ${key}-ignore, so GitHub refuses the whole file`,
        `Keep ${key}, and take names out of it with patterns that start with !.`,
      ),
    ];
  });
}
