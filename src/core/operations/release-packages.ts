import type { Config } from '../config/config.js';
import type { Dependents } from '../config/dependents.js';
import { RelctlError } from '../errors.js';
import type { Sha256 } from '../locks/lock.js';
import type { Plan } from '../plan/plan.js';
import type { Files, History, Publisher, Tree } from '../ports.js';
import type { PreLevel } from '../versions/level.js';
import type { Workspace } from '../workspace/workspace.js';
import { applyPlan } from './apply-plan.js';
import { choosePackages } from './choose-packages.js';
import { detectChanges } from './detect-changes.js';
import type { Depth } from './load-workspace.js';
import { makePlan } from './make-plan.js';

export interface ReleaseRequest {
  readonly choice: {
    readonly packages: readonly string[];
    readonly groups: readonly string[];
    readonly all: boolean;
    readonly changed: boolean;
  };
  readonly level: string;
  readonly pre: PreLevel | null;
  /** Null: as configured. */
  readonly dependents: Dependents | null;
  readonly commit: boolean;
  readonly tag: boolean;
  readonly push: boolean;
  readonly dryRun: boolean;
  /** Asked once the plan is made; on a no, nothing is done. */
  readonly approve: (plan: Plan) => boolean | Promise<boolean>;
}

/** The ports that a release needs. */
export interface ReleasePorts {
  readonly history: History;
  readonly files: Pick<Tree, 'read'>;
  readonly config: Config | null;
  sha256(): Promise<Sha256>;
  workspace(depth: Depth): Promise<Workspace>;
  release(): Promise<{ readonly publisher: Publisher; readonly files: Files }>;
}

/**
 * Plans a release and carries it out.
 * @throws USAGE, and what `choosePackages`, `makePlan` and `applyPlan` do
 */
export async function releasePackages(
  ports: ReleasePorts,
  request: ReleaseRequest,
): Promise<{ plan: Plan; workspace: Workspace }> {
  if (request.push && !request.commit)
    throw new RelctlError('USAGE', '--push needs the commit that --no-commit leaves out');
  const [workspace, { publisher, files }] = await Promise.all([ports.workspace('locks'), ports.release()]);
  const changed = request.choice.changed ? await changedIds(ports) : null;
  const chosen = choosePackages(workspace, { ...request.choice, changed });
  const plan = await makePlan(ports.history, publisher, workspace, {
    ...request,
    dependents: request.dependents ?? workspace.config.bump.dependents,
    sha256: await ports.sha256(),
    chosen,
  });
  if (request.dryRun || plan.status !== 'planned' || !(await request.approve(plan)))
    return { plan, workspace };
  return { plan: await applyPlan(plan, publisher, files, workspace.config.push.remote), workspace };
}

async function changedIds({ history, files, config }: ReleasePorts): Promise<string[]> {
  const request = {
    base: null,
    head: null,
    dependents: 'none',
    edges: null,
    packages: [],
    skip: [],
    all: false,
  } as const;
  const { result } = await detectChanges(history, files, request, config);
  return result.packages.map(({ id }) => id);
}
