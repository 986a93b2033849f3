import type { Config } from '../config/config.js';
import type { Sha256 } from '../locks/lock.js';
import type { History, ReleaseTools } from '../ports.js';
import { choiceOf, type ReleaseChoice } from '../release/command.js';
import type { Workspace } from '../workspace/workspace.js';
import type { Execution } from './apply-plan.js';
import { type Choice, choosePackages } from './choose-packages.js';
import { detectChanges } from './detect-changes.js';
import type { Depth } from './load-workspace.js';
import { type Draft, makePlan } from './make-plan.js';
import type { BumpRequest } from './plan-edits.js';
import type { JobPorts } from './warn-job-token.js';

/** The ports that a release needs. */
export interface ReleasePorts extends JobPorts {
  readonly history: History;
  readonly config: Config | null;
  sha256(): Promise<Sha256>;
  workspace(depth: Depth): Promise<Workspace>;
  release(): Promise<ReleaseTools>;
  /** Tells people what is being done. */
  report(step: string): void;
  /** @throws INTERRUPTED, TERMINATED where the user has asked to stop */
  checkpoint(): void;
}

/** The plan of what is asked for in the work tree. @throws what `choosePackages` and `makePlan` do */
export async function draftRelease(
  ports: ReleasePorts,
  asked: ReleaseChoice,
  workspace: Workspace,
  execution: Execution,
): Promise<Draft> {
  const request = await bumpRequest(ports, asked, workspace, execution, null);
  return makePlan(ports.history, execution.publisher, workspace, request);
}

/** @param commit at which the packages are chosen; null for the work tree @throws what `choosePackages` does */
export async function bumpRequest(
  ports: ReleasePorts,
  request: ReleaseChoice,
  workspace: Workspace,
  { sha256, signing }: Pick<Execution, 'sha256' | 'signing'>,
  commit: string | null,
): Promise<BumpRequest> {
  const asked = choiceOf(request);
  const dependents = asked.dependents ?? workspace.config.bump.dependents;
  const chosen = choosePackages(workspace, await choiceAt(ports, asked, commit));
  return { ...asked, asked, dependents, sha256, signing, chosen };
}

/** @param commit null for the work tree */
async function choiceAt(
  { history, files, config }: ReleasePorts,
  { choice }: ReleaseChoice,
  commit: string | null,
): Promise<Choice> {
  if (!choice.changed) return { ...choice, changed: null };
  const request = {
    base: null,
    head: commit,
    dependents: 'none',
    edges: null,
    packages: [],
    skip: [],
    all: false,
  } as const;
  const { result } = await detectChanges(history, files, request, config);
  return { ...choice, changed: result.packages.map(({ id }) => id) };
}
