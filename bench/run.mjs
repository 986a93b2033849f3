#!/usr/bin/env node
// Measures relctl beside its floor: `node bench/run.mjs --help`, and README.md.

import { existsSync } from 'node:fs';
import { cpus } from 'node:os';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { makeRepository, repositoryOptions, repositoryParameters } from './make-repository.mjs';
import { COMMANDS } from './measure/commands.mjs';
import { floors, timeFloor } from './measure/floor.mjs';
import { git } from './measure/git.mjs';
import { gitProcesses } from './measure/processes.mjs';
import { checkedRun, hasCommand, isSuccess, startRelctl } from './measure/relctl.mjs';
import { summarize } from './measure/statistics.mjs';
import { table } from './measure/table.mjs';

const HELP = `Usage: node bench/run.mjs [options]

  --packages N            packages of the measured repository (1000)
  --files-per-package N   files in each (20)
  --changed-packages N    packages that its last commit changes (10)
  --seed N                another repository of the same size (1)
  --runs N                runs of each command and of its floor (15)
  --command NAME          only this one; may be repeated: ${COMMANDS.map(({ name }) => `"${name}"`).join(', ')}
  --program FILE          bin/run.js of another build (this one)
  --json                  print one JSON document
  --check                 exit 1 where a ratio exceeds the limit
  --limit N               that limit (3)
`;

const { values } = parseArgs({
  options: {
    ...repositoryOptions,
    runs: { type: 'string', default: '15' },
    command: { type: 'string', multiple: true },
    program: { type: 'string', default: fileURLToPath(new URL('../bin/run.js', import.meta.url)) },
    json: { type: 'boolean' },
    check: { type: 'boolean' },
    limit: { type: 'string', default: '3' },
    help: { type: 'boolean', short: 'h' },
  },
});

try {
  if (values.help) process.stdout.write(HELP);
  else process.exitCode = await main();
} catch (error) {
  console.error(`bench: ${error.message}`);
  process.exitCode = 2;
}

async function main() {
  const program = resolve(values.program);
  const runs = Number(values.runs);
  const limit = Number(values.limit);
  if (!Number.isInteger(runs) || runs < 1 || !(limit > 0))
    throw new Error('--runs and --limit are numbers above 0');
  const facts = await makeRepository(repositoryParameters(values), { log: console.error });
  const { commands, skipped } = selectCommands(program);
  const rows = await measure(program, commands, facts, runs);
  const report = { conditions: conditions(facts, runs), rows, skipped };
  console.log(values.json ? JSON.stringify(report, null, 2) : text(report));
  const slow = rows.filter(({ ratio }) => ratio > limit);
  for (const { command, ratio } of slow)
    console.error(`${command}: ${ratio.toFixed(2)} times its floor, above ${limit}`);
  return values.check && slow.length > 0 ? 1 : 0;
}

function selectCommands(program) {
  const unknown = (values.command ?? []).filter(name => COMMANDS.every(each => each.name !== name));
  if (unknown.length > 0) throw new Error(`no command is called ${unknown.join(', ')}`);
  if (!existsSync(program)) throw new Error(`${program} does not exist`);
  const wanted = COMMANDS.filter(({ name }) => values.command?.includes(name) ?? true);
  const skipped = wanted.filter(({ args }) => !hasCommand(program, args[0])).map(({ name }) => name);
  for (const name of skipped) console.error(`skipped: this build of relctl has no command ${name}`);
  return { commands: wanted.filter(({ name }) => !skipped.includes(name)), skipped };
}

/** relctl and its floor take turns, and so do the commands: what slows the machine down slows all of them. */
async function measure(program, commands, facts, runs) {
  const needed = floors(facts.root);
  const measured = [];
  for (const command of commands) {
    await checkedRun(program, command, facts);
    const processes = await gitProcesses(program, command, facts);
    measured.push({ command, processes, relctl: [], floor: [] });
  }
  for (let round = 0; round < runs; round++) {
    if (process.stderr.isTTY) process.stderr.write(`\rround ${round + 1} of ${runs}`);
    for (const { command, relctl, floor } of measured) {
      const steps = [
        async () => relctl.push(await timeRelctl(program, command, facts)),
        () => floor.push(timeFloor(facts.root, needed[command.floor])),
      ];
      for (const step of round % 2 === 0 ? steps : steps.reverse()) await step();
    }
  }
  if (process.stderr.isTTY) process.stderr.write('\r\x1b[K');
  return measured.map(({ command, processes, relctl, floor }) => {
    const [own, least] = [summarize(relctl), summarize(floor)];
    const ratio = own.median / least.median;
    return { command: command.name, relctl: own, floor: least, ratio, gitProcesses: processes };
  });
}

/** A run that fails is repeated once relctl answers again: somebody may be building it. */
async function timeRelctl(program, command, facts) {
  for (let attempt = 1; ; attempt++) {
    const outcome = startRelctl(program, command.args, facts.root);
    if (isSuccess(outcome, command)) return outcome.milliseconds;
    if (attempt === 3) {
      throw new Error(`relctl ${command.args.join(' ')}: exit ${outcome.status}: ${outcome.stderr}`);
    }
    await checkedRun(program, command, facts);
  }
}

function conditions({ names, files, root }, runs) {
  return {
    node: process.version,
    git: git(root, '--version').replace('git version ', ''),
    platform: `${process.platform} ${process.arch}`,
    cores: cpus().length,
    processor: cpus()[0]?.model ?? 'unknown',
    packages: names.length,
    files,
    runs,
  };
}

function text({ conditions: { node, git: version, platform, cores, packages, files, runs }, rows }) {
  const milliseconds = value => value.toFixed(0);
  const cells = rows.map(({ command, relctl, floor, ratio, gitProcesses: started }) => [
    command,
    ...[relctl.median, relctl.minimum, floor.median, floor.minimum].map(milliseconds),
    ratio.toFixed(2),
    `${started.length}: ${started.join(' ')}`,
  ]);
  const head = ['command', 'relctl', 'min', 'floor', 'min', 'ratio', 'git processes'];
  return [
    `${packages} packages, ${files} files, ${runs} runs; node ${node}, git ${version}, ${platform}, ${cores} cores`,
    'milliseconds, medians and minima',
    '',
    table([head, ...cells], new Set([0, 6])),
  ].join('\n');
}
