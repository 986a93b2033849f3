import { mkdtempSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { temporaryFolder } from '../../support/repository.js';
import { pythonOf } from './environment.js';
import type { Candidate } from './judges.js';
import { ask, execute, homeFolder } from './tools.js';

/** Object id of a package's folder → the folder with what was built from it. */
const built = new Map<string, string>();

/**
 * Builds what is committed, each state of a package once.
 * @returns the source distribution and the wheel of every package
 */
export function build({ repository, packages }: Candidate): string[] {
  const source = repository.clone();
  return packages.flatMap(({ folder }) => {
    const state = source.revision(`HEAD:${folder}`);
    const target = built.get(state) ?? mkdtempSync(join(homeFolder(), 'dist-'));
    if (!built.has(state))
      ask('python', ['-m', 'build', '--no-isolation', '--outdir', target, folder], source.root);
    built.set(state, target);
    return readdirSync(target).map(name => join(target, name));
  });
}

const ANSWER = `
import importlib, importlib.metadata, json, sys
for name, module in json.loads(sys.argv[1]):
    found = getattr(importlib.import_module(module), "__version__", None)
    print(json.dumps([name, importlib.metadata.version(name), found]))
`;

/**
 * Installs exactly the released versions from their wheels alone, so that the resolver weighs their requirements.
 * @returns name, version of the metadata and version of the module of every package there
 */
export function install(candidate: Candidate): string[][] {
  const { packages, versions } = candidate;
  const folder = temporaryFolder();
  ask('uv', ['venv', '--quiet', 'venv'], folder);
  const python = pythonOf(join(folder, 'venv'));
  const wanted = packages.map(({ name, extra }) => `${name}${extra ? `[${extra}]` : ''}==${versions[name]}`);
  const source = build(candidate).flatMap(file => ['--find-links', dirname(file)]);
  ask('uv', ['pip', 'install', '--quiet', '--python', python, '--no-index', ...source, ...wanted], folder);
  const questions = JSON.stringify(packages.map(({ name, module }) => [name, module]));
  const answers = execute(python, ['-I', '-c', ANSWER, questions], folder).trim().split(/\r?\n/);
  return answers.map(line => JSON.parse(line));
}
