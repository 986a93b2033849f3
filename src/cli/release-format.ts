import { string } from '@oclif/core/flags';
import type { History } from '../core/ports.js';
import type { Warning } from '../core/workspace/problem.js';
import type { Workspace } from '../core/workspace/workspace.js';
import { dotenv, type StepReport } from '../render/step.js';
import type { Answer } from './base-command.js';

export const releaseFormatFlag = string({
  summary: 'For people, as outputs of a step of GitHub Actions, or as a dotenv report of GitLab.',
  options: ['text', 'github', 'dotenv'],
  default: 'text',
});

interface Released<T> {
  readonly result: T;
  readonly workspace: Workspace;
  readonly warnings: readonly Warning[];
  readonly settle: () => Promise<void>;
}

/**
 * The answer of a command that releases, in the format asked for.
 * @param report what CI is told, from the names of all tags; @param text what people are
 */
export async function releaseAnswer<T>(
  format: string,
  history: Pick<History, 'tags'>,
  { result, workspace, warnings, settle }: Released<T>,
  report: (result: T, workspace: Workspace, tags: readonly string[]) => StepReport,
  text: (result: T) => string,
): Promise<Answer<T>> {
  const answer = { result, text: () => text(result), warnings, settle };
  if (format === 'text') return answer;
  const step = report(
    result,
    workspace,
    (await history.tags()).map(({ name }) => name),
  );
  if (format === 'github') return { ...answer, step };
  const written = dotenv(step.outputs);
  return { ...answer, text: () => written.text, warnings: [...warnings, ...written.warnings] };
}
