import type { Config } from '../config/config.js';
import { readConfig } from '../config/read.js';
import { inferConfig } from '../init/infer.js';
import { type FileStatus, stamped, statusOf } from '../init/stamp.js';
import { workflowFacts } from '../init/workflows/facts.js';
import { workflowFiles } from '../init/workflows/files.js';
import type { WorkflowKind } from '../init/workflows/kinds.js';
import { writeConfig } from '../init/write-config.js';
import type { Sha256 } from '../locks/lock.js';
import type { Files, HeadState, History, NewFiles, Tree } from '../ports.js';
import type { Workspace } from '../workspace/workspace.js';
import { loadConfig } from './load-config.js';
import { loadWorkspace } from './load-workspace.js';
import { writeFiles } from './write-edits.js';

export interface InitResult {
  readonly files: readonly InitFile[];
}

export interface InitFile {
  readonly path: string;
  /** `kept`: a person wrote or changed it, and relctl leaves it. */
  readonly status: FileStatus;
}

export interface InitRequest {
  readonly workflows: readonly WorkflowKind[];
  readonly dryRun: boolean;
  /** The version of relctl that the workflows run. */
  readonly version: string;
}

export interface InitPorts {
  readonly history: Pick<History, 'workTree' | 'tags' | 'sides' | 'defaultBranch'>;
  readonly sha256: Sha256;
  /** The configuration of `--config`; null where the repository's own counts. */
  readonly config: Config | null;
  headState(): Promise<HeadState>;
  newFiles(): Promise<NewFiles>;
  files(): Promise<Files>;
}

export interface Initialised {
  readonly result: InitResult;
  /** Path → what relctl would write there; files that are left alone are not in it. */
  readonly contents: ReadonlyMap<string, string>;
  readonly workspace: Workspace;
}

/**
 * Writes the configuration that the repository needs, and the workflows asked for. What a person wrote or changed is
 * never touched, and a second run changes nothing.
 * @throws CONFIG_INVALID, EDIT_IMPOSSIBLE, WRITE_FAILED
 */
export async function initRepository(ports: InitPorts, request: InitRequest): Promise<Initialised> {
  const tree = await ports.history.workTree();
  const present = ports.config ?? (await loadConfig(tree));
  const written = present.file === null ? await newConfig(ports, tree, present) : null;
  const config = written === null ? present : readConfig(CONFIG, written);
  const workspace = await loadWorkspace(tree, config);
  const facts = await workflowFacts(tree, workspace, request.version);
  const wanted = workflowFiles(request.workflows, facts).map(
    ({ path, text }) => [path, stamped(text, ports.sha256)] as const,
  );
  const there = await tree.read(wanted.map(([path]) => path));
  const workflows = wanted.map(([path, text]) => ({
    path,
    text,
    status: statusOf(there.get(path), text, ports.sha256),
  }));
  const files = [configFile(present, written), ...workflows];
  const changes = files.filter(({ status }) => status === 'created' || status === 'updated');
  if (!request.dryRun && changes.length > 0) await write(ports, changes);
  return {
    result: { files: files.map(({ path, status }) => ({ path, status })) },
    contents: new Map(changes.map(({ path, text }) => [path, text])),
    workspace,
  };
}

const CONFIG = 'relctl.toml';

interface WantedFile extends InitFile {
  readonly text: string;
}

/** A configuration that is there belongs to those who wrote it. */
function configFile(present: Config, written: string | null): WantedFile {
  return written === null
    ? { path: present.file ?? CONFIG, status: 'unchanged', text: '' }
    : { path: CONFIG, status: 'created', text: written };
}

async function newConfig(ports: InitPorts, tree: Tree, defaults: Config): Promise<string> {
  const [{ packages }, tags, base] = await Promise.all([
    loadWorkspace(tree, defaults),
    ports.history.tags(),
    neededBase(ports),
  ]);
  const names = tags.filter(({ commit }) => commit !== null).map(({ name }) => name);
  return writeConfig(inferConfig(packages, names, base));
}

/** The present branch, where relctl would find nothing to compare with; as the remote has it, where it does. */
async function neededBase({ history, headState }: InitPorts): Promise<string | null> {
  if ((await history.defaultBranch()) !== null) return null;
  const { head } = await history.sides('HEAD', []);
  const branch = head === null ? null : (await headState()).branch?.replace(/^refs\/heads\//, '');
  if (branch == null) return null;
  const [there] = (await history.sides('HEAD', [`refs/remotes/origin/${branch}`])).others;
  return there == null ? branch : `origin/${branch}`;
}

async function write(ports: InitPorts, changes: readonly WantedFile[]): Promise<void> {
  const [created, present] = [await ports.newFiles(), await ports.files()];
  for (const { path, status, text } of changes) {
    const content = new TextEncoder().encode(text);
    if (status === 'created') await created.create(path, content);
    else await writeFiles(new Map([[path, content]]), present);
  }
}
