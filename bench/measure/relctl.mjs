import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { environment } from './git.mjs';
import { run } from './spawn.mjs';

/** A build under way takes the program away for some seconds. */
const ATTEMPTS = 8;
const PAUSE = 2500;

/** The program as a user starts it. */
export function startRelctl(program, args, root, env = environment()) {
  return run(process.execPath, [program, ...args], { cwd: root, env });
}

/** Whether the build has the command. */
export function hasCommand(program, name) {
  const manifest = join(dirname(program), '..', 'oclif.manifest.json');
  return existsSync(manifest) && name in JSON.parse(readFileSync(manifest, 'utf8')).commands;
}

/**
 * One run that is not counted, with its answer checked; waits while relctl is being built.
 * @param before called before each attempt
 */
export async function checkedRun(program, command, facts, env, before = () => {}) {
  for (let attempt = 1; ; attempt++) {
    before();
    const fault = judge(startRelctl(program, command.args, facts.root, env), command, facts);
    if (fault === null) return;
    if (attempt === ATTEMPTS) throw new Error(`relctl ${command.args.join(' ')}: ${fault}`);
    await sleep(PAUSE);
  }
}

/** Null, or what is wrong with a run. */
function judge(outcome, command, facts) {
  const { status, stdout, stderr } = outcome;
  if (!isSuccess(outcome, command)) return `exit ${status}: ${stderr}${stdout.subarray(0, 500)}`;
  try {
    return command.check(JSON.parse(stdout.toString('utf8')).result, facts);
  } catch (error) {
    return `unexpected output: ${error.message}`;
  }
}

/** A gate ends with 1 where it found problems, and so does a Node that cannot even load relctl: that has no answer. */
export function isSuccess({ status, stdout }, { gate = false }) {
  const answered = /^\{\s*"schemaVersion":\s*1,\s*"ok":\s*true,/.test(stdout.toString('latin1', 0, 200));
  return answered && (status === 0 || (gate && status === 1));
}
