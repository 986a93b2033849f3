// Leaves in dist/compiled/ what V8 makes of dist/, for the version of Node that runs this: node scripts/compile.mjs.
// Each of the usual commands runs once in this process, on small repositories, and what has run by then is kept.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * What is to start fast; the most usual ones last, since V8 throws away the code of functions that have not run for a while.
 * Nothing that releases: that takes far longer than compiling it.
 */
const COMMANDS = [
  'workflows',
  'workflows --json',
  'bump patch --all --dry-run',
  'bump patch --all --dry-run --json',
  'graph',
  'graph --json',
  'graph --format levels',
  'changed --base HEAD~1 --why',
  'changed --base HEAD --json',
  'changed --base HEAD~1 --format github',
  'verify-versions',
  'verify-versions --json',
  'list',
  'list --json',
];

const fixtures = fileURLToPath(new URL('../fixtures', import.meta.url));
const { COMPILED, checksum, load, scripts } = createRequire(import.meta.url)('../bin/load.js');

rmSync(COMPILED, { recursive: true, force: true });
const folder = mkdtempSync(join(tmpdir(), 'relctl-compile-'));
const write = process.stdout.write;
try {
  setEnvironment();
  process.stdout.write = () => true;
  for (const [index, files] of [...fixtureTrees(), lockedWorkspace].entries())
    await runAll(makeRepository(join(folder, `${index}`), files));
} finally {
  process.stdout.write = write;
  process.chdir(fixtures);
  rmSync(folder, { recursive: true, force: true });
}
mkdirSync(COMPILED, { recursive: true });
for (const [name, { script, source }] of scripts) {
  const code = script.createCachedData();
  const end = Buffer.alloc(4);
  end.writeUInt32LE(checksum(source, code));
  writeFileSync(join(COMPILED, `${name}.bin`), Buffer.concat([code, end]));
}
process.exitCode = 0;

/** Nothing of whoever builds: no settings of git, no CI. */
function setEnvironment() {
  const { PATH, HOME, SystemRoot, TEMP, TMPDIR } = process.env;
  const kept = Object.entries({ PATH, HOME, SystemRoot, TEMP, TMPDIR }).filter(([, value]) => value);
  const identity = { NAME: 'Build', EMAIL: 'build@example.org' };
  process.env = {
    ...Object.fromEntries(kept),
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_CONFIG_NOSYSTEM: '1',
    ...Object.fromEntries(
      Object.entries(identity).flatMap(([key, value]) => [
        [`GIT_AUTHOR_${key}`, value],
        [`GIT_COMMITTER_${key}`, value],
      ]),
    ),
  };
}

async function runAll(root) {
  process.chdir(root);
  const { main } = load('relctl.cjs');
  for (const command of COMMANDS) {
    await main(command.split(' '));
    // A gate may well find problems.
    if (process.exitCode > 1) throw new Error(`relctl ${command} ended with ${process.exitCode}`);
  }
}

/** Each delivery system of the fixtures, by a function that puts its files into a folder. */
function fixtureTrees() {
  return readdirSync(fixtures, { withFileTypes: true })
    .filter(entry => entry.isDirectory())
    .map(
      ({ name }) =>
        root =>
          cpSync(join(fixtures, name, 'tree'), root, { recursive: true }),
    );
}

/** Two packages of a uv workspace with its lock file, and one of Poetry: none of the fixtures has a lock file. */
function lockedWorkspace(root) {
  const files = {
    'pyproject.toml': '[tool.uv.workspace]\nmembers = ["packages/*"]\n',
    'packages/a/pyproject.toml':
      '[project]\nname = "a"\nversion = "1.0.0"\n[build-system]\nrequires = ["hatchling"]\nbuild-backend = "hatchling.build"\n',
    'packages/a/src/a/__init__.py': '__version__ = "1.0.0"\n',
    'packages/b/pyproject.toml':
      '[project]\nname = "b"\ndynamic = ["version"]\ndependencies = ["a>=1,<2"]\n[tool.uv.sources]\na = { workspace = true }\n[tool.hatch.version]\npath = "src/b/__init__.py"\n[build-system]\nrequires = ["hatchling"]\nbuild-backend = "hatchling.build"\n',
    'packages/b/src/b/__init__.py': '"""B."""\n\n__version__ = "1.0.0"\n',
    'packages/c/pyproject.toml':
      '[tool.poetry]\nname = "c"\nversion = "1.0.0"\n[tool.poetry.dependencies]\npython = "^3.10"\na = { path = "../a", develop = true }\n',
    'packages/c/c/__init__.py': '__version__ = "1.0.0"\n',
    'uv.lock':
      'version = 1\nrequires-python = ">=3.10"\n\n[manifest]\nmembers = ["a", "b"]\n\n[[package]]\nname = "a"\nversion = "1.0.0"\nsource = { editable = "packages/a" }\n\n[[package]]\nname = "b"\nsource = { editable = "packages/b" }\ndependencies = [{ name = "a" }]\n\n[package.metadata]\nrequires-dist = [{ name = "a", editable = "packages/a" }]\n',
  };
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(root, path, '..'), { recursive: true });
    writeFileSync(join(root, path), text);
  }
}

/** Two commits, so that something has changed. */
function makeRepository(root, putFiles) {
  const git = (...args) => {
    const { status, stderr, error } = spawnSync('git', args, { cwd: root, encoding: 'utf8' });
    if (status !== 0) throw error ?? new Error(`git ${args.join(' ')}: ${stderr}`);
  };
  mkdirSync(root);
  git('init', '--quiet', '--initial-branch=main');
  git('commit', '--quiet', '--allow-empty', '--message', 'Start');
  putFiles(root);
  git('add', '--all');
  git('commit', '--quiet', '--message', 'All files');
  return root;
}
