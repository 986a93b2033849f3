import type { FileContent, Tree } from '../ports.js';
import { readWorkflow, unreadableWorkflow } from '../workflows/read-workflow.js';
import type { Workflow } from '../workflows/workflow.js';

export const WORKFLOW_FOLDER = '.github/workflows';

/** The workflow files among paths: right in the folder, never below it. */
export function workflowFiles(paths: readonly string[]): string[] {
  return paths.filter(path => /^\.github\/workflows\/[^/]+\.ya?ml$/.test(path));
}

/** The workflows of a tree in the order of their files, with the texts they are read from. */
export async function readWorkflows(
  tree: Tree,
): Promise<{ workflows: Workflow[]; texts: Map<string, string> }> {
  const files = workflowFiles(tree.paths);
  const texts = new Map<string, string>();
  if (files.length === 0) return { workflows: [], texts };
  // The parser of YAML is loaded while git reads the files.
  const [contents, { readYaml }] = await Promise.all([tree.read(files), import('../workflows/yaml.js')]);
  const workflows = files.map(file => {
    const content = contents.get(file) ?? { kind: 'missing' };
    if (content.kind !== 'text') return unreadableWorkflow(file, reasonOf(content));
    texts.set(file, content.text);
    return readWorkflow(file, content.text, readYaml);
  });
  return { workflows, texts };
}

function reasonOf(content: Exclude<FileContent, { kind: 'text' }>): string {
  switch (content.kind) {
    case 'missing':
      return 'it is no file';
    case 'link':
      return 'it is a symbolic link';
    default:
      return content.reason;
  }
}
