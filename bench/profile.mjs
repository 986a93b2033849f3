#!/usr/bin/env node
// Shows where relctl's own time goes: `node bench/profile.mjs --help`.

import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { makeRepository, repositoryOptions, repositoryParameters } from './make-repository.mjs';
import { COMMANDS } from './measure/commands.mjs';
import { isModule, partOf, readProfile } from './measure/cpu-profile.mjs';
import { environment } from './measure/git.mjs';
import { run } from './measure/spawn.mjs';
import { summarize } from './measure/statistics.mjs';
import { table } from './measure/table.mjs';

const HELP = `Usage: node bench/profile.mjs [options]

  --command NAME          what is profiled (list)
  --packages N            packages of the repository (1000)
  --runs N                runs that the figures are the medians of (7)
  --top N                 functions that are shown (20)
  --keep DIR              keep the .cpuprofile files there, for the developer tools of a browser
  --program FILE          bin/run.js of another build (this one)
`;

const { values } = parseArgs({
  options: {
    ...repositoryOptions,
    command: { type: 'string', default: 'list' },
    runs: { type: 'string', default: '7' },
    top: { type: 'string', default: '20' },
    keep: { type: 'string' },
    program: { type: 'string', default: fileURLToPath(new URL('../bin/run.js', import.meta.url)) },
    help: { type: 'boolean', short: 'h' },
  },
});

if (values.help) process.stdout.write(HELP);
else await main();

async function main() {
  const command = COMMANDS.find(({ name }) => name === values.command);
  if (command === undefined)
    throw new Error(`--command is one of: ${COMMANDS.map(({ name }) => name).join('; ')}`);
  const { root } = await makeRepository(repositoryParameters(values), { log: console.error });
  const start = [resolve(values.program), ...command.args];
  const runs = Array.from({ length: Number(values.runs) }, () => profileOnce(start, root));
  const middle = pick => summarize(runs.map(pick)).median;
  const share = (value, name) => [name, value.toFixed(1)];
  const parts = pick => medians(runs.map(pick)).map(([name, value]) => share(value, name));

  print('Phases, ms', [
    share(
      middle(({ wall, phases }) => wall - phases.loading - phases.running),
      'Node starts, and ends',
    ),
    share(
      middle(({ phases }) => phases.loading),
      'modules load, until the workspace is read',
    ),
    share(
      middle(({ idle }) => idle.loading),
      '  of which idle',
    ),
    share(
      middle(({ phases }) => phases.running),
      'the rest of the command',
    ),
    share(
      middle(({ idle }) => idle.running),
      '  of which idle: waiting for git',
    ),
  ]);
  print(
    'States, ms',
    parts(({ states }) => states),
  );
  print('Parts, ms (with what Node does for them)', parts(({ parts: each }) => each).slice(0, 30));
  print('Functions, ms of their own', parts(({ functions }) => functions).slice(0, Number(values.top)));
  print(
    'Functions of relctl, ms with all that they call',
    parts(({ callers }) => callers).slice(0, Number(values.top)),
  );
  const loaded = loadedModules(start, root);
  print(`Modules loaded: ${loaded.reduce((sum, [, count]) => sum + count, 0)}`, [
    ...loaded.map(([name, count]) => [name, String(count)]),
  ]);
}

function print(title, rows) {
  console.log(`\n${title}\n\n${table(rows, new Set([0]))}`);
}

function profileOnce(start, root) {
  return inFolder(values.keep, folder => {
    const before = new Set(readdirSync(folder));
    const options = ['--cpu-prof', '--cpu-prof-interval', '250', '--cpu-prof-dir', folder];
    const { milliseconds, status, stderr } = run(process.execPath, [...options, ...start], {
      cwd: root,
      env: environment(),
    });
    if (status !== 0) throw new Error(`exit ${status}: ${stderr}`);
    const [file] = readdirSync(folder).filter(name => name.endsWith('.cpuprofile') && !before.has(name));
    return { wall: milliseconds, ...readProfile(JSON.parse(readFileSync(join(folder, file), 'utf8'))) };
  });
}

/** How many modules each part has loaded, those of the bundle included, as the coverage of V8 tells. */
function loadedModules(start, root) {
  return inFolder(undefined, folder => {
    run(process.execPath, start, { cwd: root, env: environment({ NODE_V8_COVERAGE: folder }) });
    const counts = new Map();
    for (const name of readdirSync(folder)) {
      for (const { url, functions } of JSON.parse(readFileSync(join(folder, name), 'utf8')).result) {
        const inside = functions.filter(each => isModule(each.functionName) && each.ranges[0].count > 0);
        for (const part of [url, ...inside.map(each => `/${each.functionName}`)].map(partOf))
          counts.set(part, (counts.get(part) ?? 0) + 1);
      }
    }
    return [...counts].sort((a, b) => b[1] - a[1]);
  });
}

function inFolder(given, use) {
  const folder = given === undefined ? mkdtempSync(join(tmpdir(), 'relctl-bench-')) : resolve(given);
  try {
    return use(folder);
  } finally {
    if (given === undefined) rmSync(folder, { recursive: true, force: true });
  }
}

/** The median of each key over all runs, greatest first. */
function medians(maps) {
  const keys = new Set(maps.flatMap(map => [...map.keys()]));
  return [...keys]
    .map(key => [key, summarize(maps.map(map => map.get(key) ?? 0)).median])
    .sort((a, b) => b[1] - a[1]);
}
