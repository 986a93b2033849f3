#!/usr/bin/env node
// Makes the repository that is measured, or finds it where it was made before: `node bench/make-repository.mjs --help`.

import { createHash } from 'node:crypto';
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { git } from './measure/git.mjs';
import { writeHistory } from './repository/history.mjs';
import { makePackages, withDependents } from './repository/model.mjs';

const WORK = fileURLToPath(new URL('.work', import.meta.url));
const HELP = `Usage: node bench/make-repository.mjs [options]

  --packages N            packages (1000)
  --files-per-package N   files in each, at least 5 (20)
  --changed-packages N    packages that the second commit changes (10)
  --seed N                another repository of the same size (1)
  --force                 make it anew
`;

export const repositoryOptions = {
  packages: { type: 'string', default: '1000' },
  'files-per-package': { type: 'string', default: '20' },
  'changed-packages': { type: 'string', default: '10' },
  seed: { type: 'string', default: '1' },
};

/** The parameters of a repository from the values of `repositoryOptions`. */
export function repositoryParameters(values) {
  const whole = (name, least) => {
    const value = Number(values[name]);
    if (!Number.isInteger(value) || value < least) throw new Error(`--${name} is a number from ${least}`);
    return value;
  };
  return {
    packages: whole('packages', 5),
    filesPerPackage: whole('files-per-package', 5),
    changedPackages: whole('changed-packages', 1),
    seed: whole('seed', 0),
  };
}

/**
 * A repository on the branch `feature`, one commit ahead of `main`, with a few uncommitted edits.
 * @returns what is true of it: root, commits, and the packages that each comparison has to find
 */
export async function makeRepository(parameters, { force = false, log = () => {} } = {}) {
  const { packages: count, filesPerPackage, changedPackages, seed } = parameters;
  const folder = join(WORK, `p${count}-f${filesPerPackage}-c${changedPackages}-s${seed}`);
  const root = join(folder, 'repository');
  const factsFile = join(folder, 'facts.json');
  if (!force && existsSync(factsFile)) {
    const facts = JSON.parse(readFileSync(factsFile, 'utf8'));
    if (facts.maker === makerHash() && isUntouched(root, facts)) return { ...facts, root };
  }
  log(`making ${count} packages with ${filesPerPackage} files each ...`);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(root, { recursive: true });
  git(root, 'init', '--quiet', '--initial-branch=feature');
  git(root, 'config', 'gc.auto', '0');
  const packages = makePackages(parameters);
  const second = chooseSecond(packages, changedPackages);
  await writeHistory(root, packages, second, parameters);
  tagVersions(root, packages);
  git(root, 'reset', '--quiet', '--hard');
  const edited = editWorkTree(root, packages);
  const changed = second.changed.map(({ name }) => name);
  const facts = {
    maker: makerHash(),
    parameters,
    head: git(root, 'rev-parse', 'HEAD'),
    files: git(root, 'ls-files').split('\n').length,
    names: packages.map(({ name }) => name).sort(),
    affected: {
      edited: withDependents(packages, edited),
      changed: withDependents(packages, changed),
      both: withDependents(packages, [...edited, ...changed]),
    },
    status: git(root, 'status', '--porcelain'),
  };
  writeFileSync(factsFile, JSON.stringify(facts));
  return { ...facts, root };
}

/** Packages from all parts of the order but the first, on which nearly all depend; two get a new version. */
function chooseSecond(packages, wanted) {
  const changed = at(
    packages,
    Array.from({ length: Math.min(wanted, packages.length) }, (_, each) => 0.3 + (0.7 * each) / wanted),
  );
  const bumped = changed.filter(({ style }) => !style.endsWith('-dynamic')).slice(0, 2);
  return { changed, bumped };
}

function at(packages, shares) {
  return [...new Set(shares.map(share => packages[Math.floor(share * packages.length)]))];
}

/** The tag of its version for each package, written as git packs them: one by one a thousand take many seconds. */
function tagVersions(root, packages) {
  const main = git(root, 'rev-parse', 'main');
  const tags = packages.map(({ name, version }) => `${main} refs/tags/${name}-v${version}\n`).sort();
  writeFileSync(
    join(root, '.git', 'packed-refs'),
    `# pack-refs with: peeled fully-peeled sorted \n${tags.join('')}`,
  );
}

/** Two sources are edited and one is new; no manifest differs from the last commit. */
function editWorkTree(root, packages) {
  const [first, ...others] = at(packages, [0.95, 0.45, 0.75]);
  writeFileSync(join(root, first.source, 'fresh.py'), '"""Not yet added."""\n');
  for (const { source } of others) appendFileSync(join(root, source, 'core.py'), '\n\nEDITED = True\n');
  return [first, ...others].map(({ name }) => name);
}

function isUntouched(root, { head, status }) {
  try {
    return git(root, 'rev-parse', 'HEAD') === head && git(root, 'status', '--porcelain') === status;
  } catch {
    return false;
  }
}

/** Changes with the code that makes repositories, so that none made by older code is used. */
function makerHash() {
  const folder = new URL('repository/', import.meta.url);
  const hash = createHash('sha256').update(readFileSync(fileURLToPath(import.meta.url)));
  for (const name of readdirSync(folder).sort()) hash.update(readFileSync(new URL(name, folder)));
  return hash.digest('hex').slice(0, 16);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values } = parseArgs({
    options: { ...repositoryOptions, force: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } },
  });
  if (values.help) {
    process.stdout.write(HELP);
  } else {
    const start = performance.now();
    const { root, files, head } = await makeRepository(repositoryParameters(values), {
      force: values.force,
      log: console.error,
    });
    console.error(
      `${files} files at ${head.slice(0, 12)}, ${((performance.now() - start) / 1000).toFixed(1)} s`,
    );
    console.log(root);
  }
}
