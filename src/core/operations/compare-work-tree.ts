import type { FileContent, History, Tree } from '../ports.js';
import { differingFiles, startsElsewise, uncommitted, type WorkflowTexts } from '../workflows/elsewhere.js';
import { WORKFLOW_FOLDER, workflowFiles } from '../workflows/files.js';
import type { ExaminedRef } from '../workflows/rules/inspection.js';
import type { Workflow } from '../workflows/workflow.js';
import type { Warning } from '../workspace/problem.js';
import { readWorkflows } from './read-workflows.js';

/** A look at the work tree that asks git nothing. */
export interface WorkFiles extends Pick<Tree, 'read'> {
  /** The names in a folder; none where there is no such folder. */
  names(folder: string): readonly string[];
}

/**
 * The workflow files of the work tree; null where there is none. A look at them is enough where they are as in the
 * commits; else git says which it ignores, and which a sparse checkout leaves out.
 * @param committed the files of each commit in question
 */
export async function workTreeTexts(
  files: WorkFiles,
  history: Pick<History, 'workTree'>,
  committed: Iterable<WorkflowTexts>,
): Promise<WorkflowTexts | null> {
  const paths = files.names(WORKFLOW_FOLDER).map(name => `${WORKFLOW_FOLDER}/${name}`);
  const seen = textsOf(await files.read(workflowFiles(paths)));
  if ([...committed].every(each => differingFiles(each, seen).length === 0)) return seen;
  const tree = await history.workTree().catch(() => null);
  return tree === null ? null : textsOf(await tree.read(workflowFiles(tree.paths)));
}

function textsOf(contents: ReadonlyMap<string, FileContent>): WorkflowTexts {
  return new Map(
    [...contents].flatMap(([file, content]) => (content.kind === 'text' ? [[file, content.text]] : [])),
  );
}

/** A reference with the files of its commit. */
export interface Judged {
  readonly ref: ExaminedRef;
  readonly texts: WorkflowTexts;
  /** Whether it is judged by HEAD, since it is not there yet. */
  readonly byHead: boolean;
}

/** What is told of the work tree where it holds other workflow files than those that count. */
export async function aboutWorkTree(
  judged: readonly Judged[],
  here: WorkflowTexts | null,
): Promise<Warning[]> {
  if (here === null) return [];
  const head = judged.find(({ byHead }) => byHead);
  const elsewhere = judged.filter(({ byHead }) => !byHead);
  const differences = new Map<WorkflowTexts, Difference>();
  for (const { texts } of elsewhere) {
    if (!differences.has(texts)) differences.set(texts, await differenceOf(texts, here));
  }
  return [
    ...(head === undefined ? [] : uncommitted(differingFiles(head.texts, here))),
    ...elsewhere.flatMap(({ ref, texts }) => {
      const { files, workflows } = differences.get(texts) as Difference;
      return files.length === 0 ? [] : startsElsewise(ref, files, workflows);
    }),
  ];
}

interface Difference {
  readonly files: readonly string[];
  /** Those of the files that the work tree has. */
  readonly workflows: readonly Workflow[];
}

async function differenceOf(texts: WorkflowTexts, here: WorkflowTexts): Promise<Difference> {
  const files = differingFiles(texts, here);
  const paths = files.filter(file => here.has(file));
  if (paths.length === 0) return { files, workflows: [] };
  const content = (file: string) => ({ kind: 'text', text: here.get(file) as string }) as const;
  const read = async () => new Map(paths.map(file => [file, content(file)]));
  return { files, workflows: (await readWorkflows({ paths, read })).workflows };
}
