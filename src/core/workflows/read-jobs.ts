import { readMatrix } from './matrix.js';
import { type Concurrency, type Fault, type Job, type Step, type Text, textOf } from './workflow.js';
import {
  isNothing,
  type Place,
  scalarAt,
  scalarsOf,
  valueAt,
  type YamlMap,
  type YamlNode,
} from './yaml-node.js';

/** The jobs of a workflow; what is not of the right shape is a fault, as it is to GitHub. */
export function readJobs(root: YamlMap, faults: Fault[]): Job[] {
  const jobs = root.entries.get('jobs');
  if (jobs === undefined || jobs.value.kind !== 'map' || jobs.value.entries.size === 0) {
    const place = jobs?.place ?? root.place;
    faults.push(fault(place, 'there are no `jobs`, so GitHub refuses the file', 'Add a job under `jobs`.'));
    return [];
  }
  return [...jobs.value.entries].flatMap(([id, { place, value }]) => {
    if (value.kind === 'map') return [readJob(id, place, value, faults)];
    faults.push(
      fault(
        place,
        `the job ${id} is no map, so GitHub refuses the file`,
        'Give it runs-on and steps, or uses.',
      ),
    );
    return [];
  });
}

function readJob(id: string, place: Place, body: YamlMap, faults: Fault[]): Job {
  const steps = valueAt(body, 'steps');
  const uses = textOf(scalarAt(body, 'uses'));
  if (uses === null && isNothing(valueAt(body, 'runs-on')))
    faults.push(
      fault(
        place,
        `the job ${id} has neither runs-on nor uses, so GitHub refuses the file`,
        'Say where it runs: runs-on: ubuntu-latest, for example.',
      ),
    );
  return {
    id,
    place,
    condition: conditionOf(body),
    needs: scalarsOf(valueAt(body, 'needs')).map(({ text }) => text),
    matrix: readMatrix(body),
    uses,
    inputs: readInputs(valueAt(body, 'with')),
    variables: readVariables(valueAt(body, 'env')),
    workingDirectory: textOf(scalarAt(valueAt(valueAt(body, 'defaults'), 'run'), 'working-directory')),
    concurrency: readConcurrency(valueAt(body, 'concurrency')),
    steps: steps?.kind === 'list' ? steps.items.flatMap(readStep) : [],
  };
}

function readStep(node: YamlNode): Step[] {
  if (node.kind !== 'map') return [];
  return [
    {
      place: node.place,
      condition: conditionOf(node),
      uses: textOf(scalarAt(node, 'uses')),
      run: textOf(scalarAt(node, 'run')),
      workingDirectory: textOf(scalarAt(node, 'working-directory')),
      inputs: readInputs(valueAt(node, 'with')),
      variables: readVariables(valueAt(node, 'env')),
    },
  ];
}

function conditionOf(node: YamlMap): Text | null {
  return textOf(scalarAt(node, 'if'));
}

function readInputs(node: YamlNode | undefined): Map<string, Text> {
  return new Map([...readVariables(node)].map(([name, value]) => [name.toLowerCase(), value]));
}

/** The scalars of a map such as `env`. */
export function readVariables(node: YamlNode | undefined): Map<string, Text> {
  const variables = new Map<string, Text>();
  for (const [name, { value }] of node?.kind === 'map' ? node.entries : []) {
    const text = textOf(value);
    if (text !== null) variables.set(name, text);
  }
  return variables;
}

/** `concurrency`, which is a group or a map with one. */
export function readConcurrency(node: YamlNode | undefined): Concurrency | null {
  const group = textOf(node?.kind === 'scalar' && !isNothing(node) ? node : scalarAt(node, 'group'));
  if (group === null) return null;
  return {
    group,
    cancelInProgress: scalarAt(node, 'cancel-in-progress')?.text ?? '',
    queue: scalarAt(node, 'queue')?.text ?? '',
  };
}

function fault(place: Place, message: string, hint: string): Fault {
  return { rule: 'workflow-invalid', place, message, hint };
}
