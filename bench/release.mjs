#!/usr/bin/env node
// Measures one release of many packages beside its floor: `node bench/release.mjs --packages 100 --runs 7`; README.md.

import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { makeRepository, repositoryOptions, repositoryParameters } from './make-repository.mjs';
import { environment, git } from './measure/git.mjs';
import { gitProcesses } from './measure/processes.mjs';
import { startRelctl } from './measure/relctl.mjs';
import { run } from './measure/spawn.mjs';
import { summarize } from './measure/statistics.mjs';
import { table } from './measure/table.mjs';

const PROGRAM = fileURLToPath(new URL('../bin/run.js', import.meta.url));
const RELEASE = ['bump', 'patch', '--all', '--json', '--yes'];

const { values } = parseArgs({
  options: {
    ...repositoryOptions,
    packages: { type: 'string', default: '100' },
    runs: { type: 'string', default: '7' },
  },
});

const { root } = await makeRepository(repositoryParameters(values), { log: console.error });
const [relctl, floor] = [[], []];
for (let round = 0; round < Number(values.runs); round++) {
  inCopy(copy => relctl.push(released(copy).milliseconds));
  inCopy(copy => floor.push(timeFloor(copy)));
}
const [own, least] = [summarize(relctl), summarize(floor)];
const processes = await inCopyAsync(copy =>
  gitProcesses(PROGRAM, { args: RELEASE, check: () => null }, { root: copy }),
);
const milliseconds = value => value.toFixed(0);
console.log(
  table(
    [
      ['release of', 'relctl', 'min', 'floor', 'min', 'ratio', 'git processes'],
      [
        `${values.packages} packages`,
        ...[own.median, own.minimum, least.median, least.minimum].map(milliseconds),
        (own.median / least.median).toFixed(2),
        `${processes.length}: ${processes.join(' ')}`,
      ],
    ],
    new Set([0, 6]),
  ),
);

/** A release changes the repository, so that each is made in a copy. */
function inCopy(work) {
  const folder = mkdtempSync(join(tmpdir(), 'relctl-release-'));
  try {
    cpSync(root, folder, { recursive: true });
    git(folder, 'update-index', '-q', '--really-refresh');
    return work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function inCopyAsync(work) {
  const folder = mkdtempSync(join(tmpdir(), 'relctl-release-'));
  try {
    cpSync(root, folder, { recursive: true });
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function released(copy) {
  const outcome = startRelctl(PROGRAM, RELEASE, copy);
  const { ok, result } = JSON.parse(outcome.stdout.toString('utf8'));
  if (!ok || result.status !== 'applied' || result.releases.length < Number(values.packages) / 2)
    throw new Error(`relctl: exit ${outcome.status}: ${outcome.stderr}`);
  return { ...outcome, result };
}

/**
 * Node, and the git commands by which the same release can be made: look at the state, the files and the tags, write the
 * objects, move the references, bring the index up to date. What it takes to plan and to write the files is not in it.
 */
function timeFloor(copy) {
  const env = environment();
  const prepared = inCopy(other => {
    const { result } = released(other);
    const files = [...new Set(result.edits.map(({ file }) => file))];
    return { files: files.map(file => [file, readFileSync(join(other, file))]), tags: result.tags };
  });
  const scratch = mkdtempSync(join(tmpdir(), 'relctl-floor-'));
  let total = run(process.execPath, ['-e', '0'], { cwd: copy, env }).milliseconds;
  const step = (args, input = '', further = {}) => {
    const outcome = run('git', args, { cwd: copy, env: { ...env, ...further }, input });
    if (outcome.status !== 0) throw new Error(`git ${args[0]}: ${outcome.stderr}`);
    total += outcome.milliseconds;
    return outcome.stdout.toString('utf8').trim();
  };
  const write = (type, contents) => {
    const paths = contents.map((_, index) => join(scratch, `${type}-${index}`));
    for (const [index, path] of paths.entries()) writeFileSync(path, contents[index]);
    const words = ['hash-object', '-t', type, '-w', '--no-filters', '--stdin-paths'];
    return step(words, paths.map(path => `${path}\n`).join('')).split('\n');
  };
  try {
    step(['status', '--porcelain=v2', '-z', '--branch', '--untracked-files=no']);
    step(['ls-files', '-z', '--cached', '--others', '--exclude-standard']);
    step(['for-each-ref', '--merged=HEAD', '--format=%(refname)', 'refs/tags']);
    const parent = step(['rev-parse', 'HEAD']);
    const blobs = write(
      'blob',
      prepared.files.map(([, content]) => content),
    );
    const index = prepared.files.map(([file], at) => `100644 ${blobs[at]}\t${file}\0`).join('');
    const own = { GIT_INDEX_FILE: join(scratch, 'index') };
    step(['read-tree', parent], '', own);
    step(['update-index', '-z', '--index-info'], index, own);
    const tree = step(['write-tree'], '', own);
    const commit = step(['commit-tree', tree, '-p', parent, '-F', '-'], 'release\n');
    const tag = ({ name }) =>
      `object ${commit}\ntype commit\ntag ${name}\ntagger A <a@b.c> 1767268800 +0000\n\n${name}\n`;
    const objects = write('tag', prepared.tags.map(tag));
    const branch = step(['symbolic-ref', 'HEAD']);
    const created = prepared.tags.map(({ name }, at) => `create refs/tags/${name}\0${objects[at]}\0`);
    step(['update-ref', '-z', '--stdin'], `update ${branch}\0${commit}\0${parent}\0${created.join('')}`);
    step(['update-index', '-z', '--index-info'], index);
    return total;
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}
