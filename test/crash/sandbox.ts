import { execFile } from 'node:child_process';
import {
  accessSync,
  constants,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { hermeticEnvironment } from '../support/git-environment.js';
import type { FileMap } from '../support/repository.js';
import { DIRT, WORKSPACE } from './scenarios.js';

const execute = promisify(execFile);

/** A bare remote and a clone of it with the user's dirt, side by side in one folder. */
export interface Sandbox {
  readonly root: string;
  readonly remote: string;
  readonly clone: string;
}

/** In memory where there is such a file system: the matrix makes thousands of small repositories. */
export function makeBase(): string {
  const asked = process.env.CRASH_DIR;
  const candidates = asked === undefined ? ['/dev/shm', tmpdir()] : [asked];
  const folder = candidates.find(isWritable) ?? tmpdir();
  // Git and relctl name the real path.
  return realpathSync(mkdtempSync(join(folder, 'relctl-crash-')));
}

/** The state that every scenario starts from, or comes to be prepared from. */
export async function makeTemplate(root: string): Promise<Sandbox> {
  const sandbox = sandboxAt(root);
  const empty = join(root, 'no-hooks');
  mkdirSync(empty, { recursive: true });
  await git(
    root,
    'init',
    '--quiet',
    '--bare',
    '--initial-branch=main',
    `--template=${empty}`,
    sandbox.remote,
  );
  await git(root, 'init', '--quiet', '--initial-branch=main', `--template=${empty}`, sandbox.clone);
  writeAll(sandbox.clone, WORKSPACE);
  for (const folder of [sandbox.remote, sandbox.clone]) await configure(folder);
  await git(sandbox.clone, 'add', '--all');
  await git(sandbox.clone, 'update-index', '--chmod=+x', 'packages/b/b/__init__.py');
  await git(sandbox.clone, 'commit', '--quiet', '--message', 'Three packages');
  await git(sandbox.clone, 'checkout', '--quiet', '--force', 'HEAD', '--', '.');
  await git(sandbox.clone, 'remote', 'add', 'origin', sandbox.remote);
  await git(sandbox.clone, 'push', '--quiet', '--set-upstream', 'origin', 'main');
  await git(sandbox.clone, 'remote', 'set-head', 'origin', 'main');
  return sandbox;
}

/** The user's own changes, which no release may touch. */
export function addDirt({ clone }: Sandbox): void {
  writeAll(clone, DIRT);
}

/** A copy with its own remote. */
export async function copySandbox(from: Sandbox, root: string): Promise<Sandbox> {
  const sandbox = sandboxAt(root);
  mkdirSync(root, { recursive: true });
  await execute('cp', ['-a', from.remote, from.clone, root]);
  const config = join(sandbox.clone, '.git/config');
  writeFileSync(config, readFileSync(config, 'utf8').replaceAll(from.remote, sandbox.remote));
  return sandbox;
}

/** The same remote with a fresh clone of it, as another machine would have it. */
export async function cloneAfresh({ root, remote }: Sandbox): Promise<Sandbox> {
  const clone = join(root, 'fresh');
  await git(root, 'clone', '--quiet', remote, clone);
  await configure(clone);
  return { root, remote, clone };
}

/** The real git, without the user's configuration. @throws where it fails */
export async function git(cwd: string, ...args: string[]): Promise<string> {
  const { stdout } = await execute('git', args, { cwd, env: hermeticEnvironment(), maxBuffer: 1 << 26 });
  return stdout;
}

/** One thread a git process: system calls are counted by thread. */
async function configure(folder: string): Promise<void> {
  const settings = {
    'pack.threads': '1',
    'index.threads': '1',
    'core.preloadIndex': 'false',
    'gc.auto': '0',
    'maintenance.auto': 'false',
    'receive.autogc': 'false',
  };
  for (const [key, value] of Object.entries(settings)) await git(folder, 'config', key, value);
}

function sandboxAt(root: string): Sandbox {
  return { root, remote: join(root, 'remote.git'), clone: join(root, 'clone') };
}

function writeAll(root: string, files: FileMap): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content ?? '');
  }
}

function isWritable(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}
