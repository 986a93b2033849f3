import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { JobState } from './steps.js';

/** A `uses:` of an action that is not in the repository. */
export interface ActionCall {
  /** Without the version. */
  readonly name: string;
  readonly inputs: Readonly<Record<string, string>>;
  readonly job: JobState;
}

/** What the actions do that decide what is released; all others do nothing. False: the action failed. */
const ACTIONS: Readonly<Record<string, (call: ActionCall) => boolean>> = {
  'actions/checkout': checkout,
  'actions/upload-artifact': upload,
  'actions/download-artifact': download,
  'pypa/gh-action-pypi-publish': publish,
};

export function runAction(call: ActionCall): boolean {
  return ACTIONS[call.name]?.(call) ?? true;
}

/**
 * A clone as actions/checkout makes it: no deeper than asked for, without tags unless all history is, on the branch or on
 * no branch. Only with credentials and the permission to write can it be pushed from.
 */
function checkout({ inputs, job }: ActionCall): boolean {
  const { run, workspace, permissions } = job;
  const folder = join(workspace, inputs.path ?? '.');
  const asked = inputs.ref === undefined || inputs.ref === '' ? run.event.ref : inputs.ref;
  const git = (...args: string[]) =>
    execFileSync('git', args, { cwd: folder, env: run.environment, stdio: ['ignore', 'pipe', 'pipe'] });
  const hasKey = (inputs['ssh-key'] ?? '') !== '';
  if (hasKey) run.credentials.own = true;
  const writes = inputs['persist-credentials'] !== 'false' && (hasKey || permissions.contents === 'write');
  const url = `file://${run.remote.root}`;
  makeRepository(folder, url, writes ? url : '/no/credentials');
  const { local, branch } = placeOf(asked);
  // A branch that was not asked for by name is what the event says it was.
  const from = asked === run.event.ref && inputs.ref === undefined ? run.event.sha : asked;
  const depth = inputs['fetch-depth'] ?? '1';
  const whole = ['+refs/heads/*:refs/remotes/origin/*', '+refs/tags/*:refs/tags/*'];
  // The object of a tag, not its commit, is what the name stands for.
  const spec = local === asked ? `+${asked}:${local}` : `+${from}:${local}`;
  if (depth === '0') git('fetch', '--quiet', 'origin', ...whole, ...(branch === null ? [spec] : []));
  else git('fetch', '--quiet', '--no-tags', `--depth=${depth}`, 'origin', spec);
  if (branch === null) git('checkout', '--quiet', '--force', '--detach', local);
  else git('checkout', '--quiet', '--force', '-B', branch, from === run.event.sha ? from : local);
  return true;
}

/** Where a reference is kept in the clone, and the branch that it is checked out as; null for no branch. */
function placeOf(asked: string): { local: string; branch: string | null } {
  if (/^[0-9a-f]{40}$/.test(asked)) return { local: `refs/remotes/asked/${asked}`, branch: null };
  if (asked.startsWith('refs/tags/')) return { local: asked, branch: null };
  if (asked.startsWith('refs/pull/')) return { local: asked.replace('refs/', 'refs/remotes/'), branch: null };
  const branch = asked.replace(/^refs\/heads\//, '');
  return { local: `refs/remotes/origin/${branch}`, branch };
}

/** What `git init` and `git remote add` make, without the time that they take. */
function makeRepository(folder: string, url: string, pushUrl: string): void {
  for (const name of ['objects', 'refs/heads']) mkdirSync(join(folder, '.git', name), { recursive: true });
  writeFileSync(join(folder, '.git/HEAD'), 'ref: refs/heads/main\n');
  const remote = `[remote "origin"]\n\turl = ${url}\n\tpushurl = ${pushUrl}\n\tfetch = +refs/heads/*:refs/remotes/origin/*\n`;
  writeFileSync(
    join(folder, '.git/config'),
    `[core]\n\trepositoryformatversion = 0\n\tbare = false\n[gc]\n\tauto = 0\n${remote}`,
  );
}

function upload({ inputs, job }: ActionCall): boolean {
  const paths = (inputs.path ?? '')
    .split('\n')
    .map(path => path.trim())
    .filter(Boolean);
  const found = paths.map(path => join(job.workspace, path)).filter(existsSync);
  if (found.length === 0) return inputs['if-no-files-found'] !== 'error';
  const folder = artifactFolder(job, inputs.name);
  if (existsSync(folder)) throw new Error(`there is an artifact ${inputs.name} already`);
  for (const path of found) cpSync(path, folder, { recursive: true });
  return true;
}

function download({ inputs, job }: ActionCall): boolean {
  const folder = artifactFolder(job, inputs.name);
  if (!existsSync(folder)) {
    job.run.failures.push(`${job.workflow}: ${job.name}: there is no artifact ${inputs.name}`);
    return false;
  }
  cpSync(folder, join(job.workspace, inputs.path ?? '.'), { recursive: true });
  return true;
}

function artifactFolder({ run }: JobState, name = 'artifact'): string {
  if (/["<>:|*?\r\n\\/]/.test(name)) throw new Error(`no name for an artifact: ${name}`);
  return join(run.folder, 'artifacts', name);
}

/** As far as it goes here: that it would start, with what, and that it may ask who it is. */
function publish({ inputs, job }: ActionCall): boolean {
  if (job.permissions['id-token'] !== 'write') {
    job.run.failures.push(`${job.workflow}: ${job.name}: publishing needs id-token: write`);
    return false;
  }
  const folder = join(job.workspace, inputs['packages-dir'] ?? 'dist/');
  const files = existsSync(folder) ? readdirSync(folder).sort() : [];
  job.run.published.push({
    workflow: job.run.workflow,
    ref: job.run.event.ref,
    files,
    index: inputs['repository-url'] ?? 'pypi',
  });
  return files.length > 0;
}
