import type { FileContent, Tree } from '../ports.js';
import { workflowFiles } from '../workflows/files.js';
import { readPlainYaml } from '../workflows/plain-yaml.js';
import { readWorkflow, unreadableWorkflow } from '../workflows/read-workflow.js';
import type { Workflow } from '../workflows/workflow.js';
import type { YamlNode, YamlReader } from '../workflows/yaml-node.js';

/** The workflows of a tree in the order of their files, with the texts they are read from. */
export async function readWorkflows(
  tree: Tree,
): Promise<{ workflows: Workflow[]; texts: Map<string, string> }> {
  const files = workflowFiles(tree.paths);
  const texts = new Map<string, string>();
  if (files.length === 0) return { workflows: [], texts };
  const contents = await tree.read(files);
  const yaml = await yamlReader([...contents.values()]);
  const workflows = files.map(file => {
    const content = contents.get(file) ?? { kind: 'missing' };
    if (content.kind !== 'text') return unreadableWorkflow(file, reasonOf(content));
    texts.set(file, content.text);
    return readWorkflow(file, content.text, yaml);
  });
  return { workflows, texts };
}

/** Reads plain files by itself; the library is loaded where one is not. */
async function yamlReader(contents: readonly FileContent[]): Promise<YamlReader> {
  const plain = new Map<string, YamlNode | null>();
  for (const content of contents) {
    if (content.kind === 'text') plain.set(content.text, readPlainYaml(content.text));
  }
  const library = [...plain.values()].includes(null) ? await import('../workflows/yaml.js') : null;
  return text => {
    const root = plain.get(text) ?? null;
    if (root !== null) return { ok: true, root };
    return library?.readYaml(text) ?? NO_TEXT;
  };
}

const NO_TEXT = { ok: false, fault: { place: { line: 1, column: 1 }, message: 'it was not read' } } as const;

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
