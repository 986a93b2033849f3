#!/usr/bin/env node
// Measures `relctl workflows` beside its floor: `node bench/workflows.mjs --packages 500 --workflows 100 --runs 7`; README.md.

import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { makeRepository, repositoryOptions, repositoryParameters } from './make-repository.mjs';
import { environment, git } from './measure/git.mjs';
import { isSuccess, startRelctl } from './measure/relctl.mjs';
import { run } from './measure/spawn.mjs';
import { summarize } from './measure/statistics.mjs';
import { table } from './measure/table.mjs';

const { values } = parseArgs({
  options: {
    ...repositoryOptions,
    packages: { type: 'string', default: '500' },
    workflows: { type: 'string', default: '100' },
    runs: { type: 'string', default: '7' },
    program: { type: 'string', default: fileURLToPath(new URL('../bin/run.js', import.meta.url)) },
    keep: { type: 'string' },
  },
});

const { root, names } = await makeRepository(repositoryParameters(values), { log: console.error });
const copy = values.keep ?? mkdtempSync(join(tmpdir(), 'relctl-workflows-'));
try {
  cpSync(root, copy, { recursive: true });
  const named = names.slice(0, Number(values.workflows));
  addWorkflows(named);
  const rows = [
    measured('whole', ['workflows', '--json'], names.length),
    measured('--ref', ['workflows', '--ref', `refs/tags/${named[0]}-v9.0.0`, '--json'], 1),
  ];
  console.log(table([['command', 'relctl', 'min', 'floor', 'min', 'ratio'], ...rows], new Set([0])));
} finally {
  if (values.keep === undefined) rmSync(copy, { recursive: true, force: true });
}

/** One workflow for each package that is named: checks for its paths, and publishing for its tags. */
function addWorkflows(packages) {
  const folder = join(copy, '.github/workflows');
  mkdirSync(folder, { recursive: true });
  const paths = new Map(listed().map(({ id, path }) => [id, path]));
  for (const name of packages) {
    const path = paths.get(name);
    const text = `name: ${name}
on:
  push:
    branches: [main]
    tags: ['${name}-v*']
    paths: ['${path}/**', '.github/workflows/${name}.yml']
  pull_request:
    paths: ['${path}/**']
jobs:
  test:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-python@v5
        with:
          python-version: '3.12'
      - run: |
          python -m pip install ./${path}
          python -m pytest ${path}
  publish:
    needs: test
    if: startsWith(github.ref, 'refs/tags/')
    runs-on: ubuntu-latest
    permissions:
      id-token: write
    steps:
      - uses: actions/checkout@v4
      - run: python -m build ${path}
      - uses: pypa/gh-action-pypi-publish@release/v1
`;
    writeFileSync(join(folder, `${name}.yml`), text);
  }
  git(copy, 'add', '--all', '.github');
  git(copy, 'commit', '--quiet', '--message', 'Workflows');
}

function listed() {
  const { stdout } = startRelctl(values.program, ['list', '--json'], copy);
  return JSON.parse(stdout.toString('utf8')).result.packages;
}

function measured(name, args, refs) {
  const [own, least] = [[], []];
  for (let round = 0; round <= Number(values.runs); round++) {
    const outcome = startRelctl(values.program, args, copy);
    if (!isSuccess(outcome, { gate: true })) throw new Error(`exit ${outcome.status}: ${outcome.stderr}`);
    const { result } = JSON.parse(outcome.stdout.toString('utf8'));
    if (result.refs.length !== refs || result.refs[0].starts.length > 1)
      throw new Error(`${name}: ${result.refs.length} references, ${refs} expected`);
    const floor = timeFloor(args.includes('--ref'));
    // The first of each warms the caches of the file system.
    if (round > 0) own.push(outcome.milliseconds);
    if (round > 0) least.push(floor);
  }
  const [mine, theirs] = [summarize(own), summarize(least)];
  const figures = [mine.median, mine.minimum, theirs.median, theirs.minimum].map(value => value.toFixed(0));
  return [name, ...figures, (mine.median / theirs.median).toFixed(2)];
}

/** Node, and what git must be asked for: the files of the work tree, those of HEAD, the workflows, the reference. */
function timeFloor(ofRef) {
  const env = environment();
  let total = run(process.execPath, ['-e', '0'], { cwd: copy, env }).milliseconds;
  const step = (args, input = '') => {
    const outcome = run('git', args, { cwd: copy, env, input });
    if (outcome.status !== 0) throw new Error(`git ${args[0]}: ${outcome.stderr}`);
    total += outcome.milliseconds;
    return outcome.stdout.toString('utf8');
  };
  step(['ls-files', '-z', '-t', '--cached', '--others', '--exclude-standard']);
  const folder = ['-z', 'HEAD', '--', '.github/workflows/'];
  const listed = ofRef ? step(['ls-tree', ...folder]) : step(['ls-tree', '-r', '-z', 'HEAD']);
  const objects = [...listed.matchAll(/ ([\da-f]{40,64})\t\.github\/workflows\//g)].map(match => match[1]);
  if (ofRef) step(['for-each-ref', '--format=%(refname) %(objectname)', 'refs/tags/none']);
  step(['cat-file', '--batch'], `HEAD\n${objects.join('\n')}\n`);
  return total;
}
