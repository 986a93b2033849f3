import type { History } from '../ports.js';
import { differingFiles, startsElsewise, uncommitted, type WorkflowTexts } from '../workflows/elsewhere.js';
import { workflowFiles } from '../workflows/files.js';
import type { ExaminedRef } from '../workflows/rules/inspection.js';
import type { Workflow } from '../workflows/workflow.js';
import type { Warning } from '../workspace/problem.js';
import { readWorkflows } from './read-workflows.js';

/**
 * The workflow files of the work tree but for those that git ignores; null where there is none. It is listed in any
 * case, and read while git is busy with the commits.
 */
export async function workTreeTexts(history: Pick<History, 'workTree'>): Promise<WorkflowTexts | null> {
  const tree = await history.workTree().catch(() => null);
  if (tree === null) return null;
  const contents = await tree.read(workflowFiles(tree.paths));
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
