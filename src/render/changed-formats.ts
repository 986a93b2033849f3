import type { ChangedResult } from '../core/operations/detect-changes.js';
import type { Warning } from '../core/workspace/problem.js';
import type { Workspace } from '../core/workspace/workspace.js';
import { changedStep, smallOutputs } from './changed-step.js';
import { childPipeline } from './gitlab.js';
import { dotenv, type StepReport } from './step.js';

export const CHANGED_FORMATS = ['text', 'github', 'gitlab', 'dotenv'] as const;
export type ChangedFormat = (typeof CHANGED_FORMATS)[number];

interface ForCi {
  /** Null where the text for people is printed. */
  readonly text: string | null;
  readonly step: StepReport | null;
  readonly warnings: readonly Warning[];
}

/** The result of `changed` as a CI system takes it; nothing of that where it is for people. */
export function renderForCi(
  result: ChangedResult,
  workspace: Pick<Workspace, 'packages' | 'byId'>,
  format: ChangedFormat,
): ForCi {
  switch (format) {
    case 'text':
      return { text: null, step: null, warnings: [] };
    case 'github':
      return { text: null, step: changedStep(result, workspace), warnings: [] };
    case 'gitlab':
      return { text: childPipeline(result, workspace.byId), step: null, warnings: [] };
    case 'dotenv':
      return { ...dotenv(smallOutputs(result)), step: null };
  }
}
