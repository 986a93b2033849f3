import { spawnSync } from 'node:child_process';
import { basename, dirname, join } from 'node:path';
import { inject } from 'vitest';
import { hermeticEnvironment } from '../../support/git-environment.js';
import { type EnvironmentName, program, wheels } from './environment.js';

/** In which environment each tool lives. */
const TOOLS = {
  uv: 'build',
  python: 'build',
  poetry: 'poetry',
  pdm: 'pdm',
  hatch: 'hatch',
} as const satisfies Record<string, EnvironmentName>;

export type Tool = keyof typeof TOOLS;

/** Why no tool can be asked; null where all are ready. */
export function unavailable(): string | null {
  const python = inject('python');
  return 'unavailable' in python ? python.unavailable : null;
}

/** Runs a tool in `cwd` and gives its standard output; throws with all it printed where it does not exit with 0. */
export function ask(tool: Tool, args: readonly string[], cwd: string): string {
  const { root, home } = ready();
  return execute(program(root, TOOLS[tool], tool), args, cwd, toolEnvironment(tool, root, home));
}

/** The same for a program by its path. */
export function execute(
  path: string,
  args: readonly string[],
  cwd: string,
  env = hermeticEnvironment(),
): string {
  const run = spawnSync(path, args, { cwd, env, encoding: 'utf8', maxBuffer: 1 << 28 });
  if (run.status === 0) return run.stdout;
  const ending = run.error?.message ?? `exit ${run.status}`;
  throw new Error(`${basename(path)} ${args.join(' ')}: ${ending}\n${run.stderr}${run.stdout}`);
}

/** The home folder of the tools, which is gone after the run. */
export const homeFolder = (): string => ready().home;

function ready(): { root: string; home: string } {
  const python = inject('python');
  if ('unavailable' in python) throw new Error(python.unavailable);
  return python;
}

/** No user configuration and no network: what a tool would download is in a folder of wheels, or an error. */
function toolEnvironment(tool: Tool, root: string, home: string): Record<string, string> {
  const python = program(root, 'build', 'python');
  const back = wheels(root, 'build');
  const nowhere = 'http://127.0.0.1:9';
  return hermeticEnvironment({
    PATH: [dirname(python), process.env.PATH].join(process.platform === 'win32' ? ';' : ':'),
    HOME: home,
    ...{ HTTP_PROXY: nowhere, HTTPS_PROXY: nowhere, ALL_PROXY: nowhere },
    ...{ PIP_NO_INDEX: '1', PIP_FIND_LINKS: back, PIP_DISABLE_PIP_VERSION_CHECK: '1' },
    ...{ UV_OFFLINE: '1', UV_FIND_LINKS: back, UV_PYTHON_DOWNLOADS: 'never', UV_NO_PROGRESS: '1' },
    ...{ POETRY_VIRTUALENVS_CREATE: 'false', POETRY_KEYRING_ENABLED: 'false' },
    ...{ PDM_CONFIG_FILE: join(home, 'pdm.toml'), PDM_CHECK_UPDATE: 'false' },
    // hatch and pdm run uv or look for a Python themselves, and must not be led to another environment.
    ...(tool === 'uv' ? { UV_PYTHON: python } : {}),
    ...(tool === 'pdm' ? { VIRTUAL_ENV: join(root, 'build') } : {}),
  });
}
