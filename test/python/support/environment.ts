import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { PROJECT_ROOT } from '../../support/relctl.js';

/**
 * The judges: one virtual environment each, since their requirements exclude one another. `pdm[locked]` takes what
 * pdm was tested with; without, a new major version of one of its libraries can break it.
 */
const REQUIREMENTS = {
  poetry: ['poetry==2.*'],
  pdm: ['pdm[locked]==2.*'],
  hatch: ['hatch==1.*'],
  build: [
    ...['uv==0.*', 'build==1.*', 'twine>=6,<8', 'pip', 'packaging'],
    ...['setuptools>=77', 'wheel==0.*', 'hatchling==1.*', 'editables==0.*', 'flit==4.*', 'flit-core==4.*'],
    ...['poetry-core==2.*', 'pdm-backend==2.*', 'uv-build==0.*'],
  ],
} as const;

export type EnvironmentName = keyof typeof REQUIREMENTS;

const NAMES = Object.keys(REQUIREMENTS) as EnvironmentName[];
const CACHE = join(PROJECT_ROOT, 'node_modules/.cache/relctl-python');
const BIN = process.platform === 'win32' ? 'Scripts' : 'bin';

/** @returns the path of a program in one of the environments */
export function program(root: string, environment: EnvironmentName, name: string): string {
  return join(root, environment, BIN, process.platform === 'win32' ? `${name}.exe` : name);
}

/** @returns the Python of a virtual environment */
export const pythonOf = (folder: string): string =>
  join(folder, BIN, process.platform === 'win32' ? 'python.exe' : 'python');

/** The folder of wheels from which build back-ends are installed without an index. */
export const wheels = (root: string, environment: EnvironmentName): string =>
  join(root, 'wheels', environment);

/**
 * Makes the environments, or takes those of an earlier run with the same Python and the same requirements.
 * @returns their folder, or why there are none; throws where an index answers and they can still not be made
 */
export async function prepareEnvironment(): Promise<{ root: string } | { unavailable: string }> {
  const python = await findPython();
  if (python === null) return { unavailable: 'there is no Python 3.10 or later with pip' };
  const key = createHash('sha256')
    .update(JSON.stringify([python, REQUIREMENTS]))
    .digest('hex');
  const root = join(CACHE, key.slice(0, 16));
  const stamp = join(root, 'complete');
  if (existsSync(stamp)) return { root };
  rmSync(CACHE, { recursive: true, force: true });
  mkdirSync(root, { recursive: true });
  const fetched = await Promise.allSettled(NAMES.map(name => fetchWheels(python.executable, root, name)));
  const failures = fetched.flatMap(result => (result.status === 'rejected' ? [result.reason] : []));
  if (failures.length === NAMES.length)
    return { unavailable: `no package index answers: ${lastLine(failures[0])}` };
  if (failures.length > 0) throw failures[0];
  await makeEnvironments(python.executable, root);
  writeFileSync(stamp, '');
  return { root };
}

/** The first Python on the path that is new enough; pip must be there, because it knows the machine's index. */
async function findPython(): Promise<{ executable: string; version: string } | null> {
  const script =
    'import sys, pip; assert sys.version_info >= (3, 10); print(sys.executable); print(sys.version.split()[0])';
  for (const command of ['python3', 'python']) {
    try {
      const [executable, version] = (await run(command, ['-c', script])).split(/\r?\n/);
      if (executable !== undefined && version !== undefined) return { executable, version };
    } catch {}
  }
  return null;
}

/** pip fetches, so that its configuration on this machine counts (index, certificates, proxy). */
async function fetchWheels(python: string, root: string, name: EnvironmentName): Promise<void> {
  const options = ['--quiet', '--disable-pip-version-check', '--only-binary', ':all:'];
  await run(python, [
    ...['-m', 'pip', 'download', ...options, '--dest', wheels(root, name)],
    ...REQUIREMENTS[name],
  ]);
}

/** uv installs, from the fetched wheels alone: a second instead of a minute. */
async function makeEnvironments(python: string, root: string): Promise<void> {
  const first = join(root, 'uv');
  const offline = (name: EnvironmentName) => ['--no-index', '--find-links', wheels(root, name)];
  await run(
    python,
    ['-m', 'pip', 'install', '--quiet', '--no-deps', '--target', first, ...offline('build'), 'uv'],
    { PIP_USER: '0' },
  );
  const uv = join(first, 'bin', process.platform === 'win32' ? 'uv.exe' : 'uv');
  const environment = { UV_CACHE_DIR: join(root, 'cache'), UV_NO_CONFIG: '1', UV_PYTHON_DOWNLOADS: 'never' };
  await Promise.all(
    NAMES.map(async name => {
      await run(uv, ['venv', '--quiet', '--python', python, join(root, name)], environment);
      const target = ['--python', program(root, name, 'python')];
      await run(
        uv,
        ['pip', 'install', '--quiet', ...target, ...offline(name), ...REQUIREMENTS[name]],
        environment,
      );
    }),
  );
  rmSync(join(root, 'cache'), { recursive: true, force: true });
}

async function run(command: string, args: readonly string[], extra: Record<string, string> = {}) {
  const { stdout } = await promisify(execFile)(command, args, {
    encoding: 'utf8',
    env: { ...process.env, ...extra },
    maxBuffer: 1 << 26,
  });
  return stdout;
}

function lastLine(error: { stderr?: string; message: string }): string {
  return (error.stderr || error.message).trim().split('\n').at(-1) ?? '';
}
