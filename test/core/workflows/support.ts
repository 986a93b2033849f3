import { readWorkflow } from '../../../src/core/workflows/read-workflow.js';
import type { Workflow } from '../../../src/core/workflows/workflow.js';
import { readYaml } from '../../../src/core/workflows/yaml.js';

const JOBS = 'jobs:\n  job:\n    runs-on: ubuntu-latest\n    steps:\n      - run: make\n';

/** A workflow as it is read from text; with one harmless job where the text has none. */
export function workflow(text: string, file = '.github/workflows/ci.yml'): Workflow {
  return readWorkflow(file, /^jobs:/m.test(text) ? text : `${text}\n${JOBS}`, readYaml);
}
