import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Death } from './death.js';
import { envelopeOf, summary } from './invariants.js';
import { judgeEnd, judgeMoment, judgeRecovery, type Setting, type Verdict, worst } from './judge.js';
import type { Point } from './points.js';
import { type Run, run, start, type Tools } from './run.js';
import { addDirt, cloneAfresh, copySandbox, git, makeTemplate, type Sandbox } from './sandbox.js';
import type { Scenario } from './scenarios.js';
import type { Schedule } from './schedules.js';
import { readState } from './state.js';

export interface Judged extends Verdict {
  readonly known: boolean;
  /** The folder with what the point left, where it was kept. */
  readonly root: string;
}

/** Makes what a scenario starts from, and lets it run undisturbed to see where it leads. */
export async function prepare(
  tools: Tools,
  scenario: Scenario,
  root: string,
  options: Pick<Setting, 'knowsNoop' | 'exact'>,
): Promise<Setting> {
  mkdirSync(root, { recursive: true });
  const start = await makeTemplate(join(root, 'start'));
  if (scenario.after !== undefined) await loseTags(tools, start, scenario.after);
  const clean = await copySandbox(start, join(root, 'clean'));
  addDirt(start);
  const done = await copySandbox(start, join(root, 'done'));
  await runWell(tools, scenario.args, done);
  const fresh = scenario.publishes ? await cloneAfresh(clean) : null;
  if (fresh !== null) await runWell(tools, scenario.args, fresh);
  return {
    scenario,
    tools,
    start,
    before: await readState(start),
    after: await readState(done),
    afterAfresh: fresh === null ? null : await readState(fresh),
    ...options,
    seen: new Map(),
  };
}

/** Kills one run and judges what it leaves. */
export async function judgePoint(
  { setting, death, name }: Point,
  root: string,
  keep = false,
): Promise<Judged> {
  const box = await copySandbox(setting.start, join(root, folderName(name)));
  const crash = await run(setting.tools, setting.scenario.args, {
    cwd: box.clone,
    logs: join(box.root, 'logs'),
    death,
  });
  const survived = !crash.hit || diesAlone(death);
  const faults = await judgeMoment(setting, box, crash, survived);
  const moment: Verdict = crash.hit || faults.length > 0 ? verdictOf(faults) : { kind: 'unreached', faults };
  if (isOver(setting, crash)) return leave(box, keep, false, [moment, await judgeEnd(setting, box)]);
  if (crash.hit) {
    const { known, ...recovery } = await judgeRecovery(setting, box);
    return leave(box, keep, known, [moment, recovery]);
  }
  return leave(box, keep, false, [moment]);
}

/** Kills a run and then re-runs, each with another clock, and judges what they leave. */
export async function judgeSchedule(
  { first, others, name }: Schedule,
  root: string,
  keep = false,
): Promise<Judged> {
  const { setting } = first;
  const box = await copySandbox(setting.start, join(root, folderName(name.slice(0, 60))));
  const faults: string[] = [];
  for (const [day, death] of [first.death, ...others].entries()) {
    const options = { cwd: box.clone, logs: join(box.root, 'logs'), death, day };
    const crash = await run(setting.tools, setting.scenario.args, options);
    // What a run says of what it did counts from where it began: only the first one began at the start.
    faults.push(...(await judgeMoment(setting, box, crash, false)));
    if (isOver(setting, crash))
      return leave(box, keep, false, [verdictOf(faults), await judgeEnd(setting, box)]);
  }
  const { known, ...recovery } = await judgeRecovery(setting, box);
  return leave(box, keep, known, [verdictOf(faults), recovery]);
}

/** Runs the same command again while a git process that was started by a dead one has yet to do its work. */
export async function judgeOrphan(
  { setting, death, name }: Point,
  root: string,
  keep = false,
): Promise<Judged> {
  const { scenario, tools } = setting;
  const box = await copySandbox(setting.start, join(root, folderName(name)));
  const options = { cwd: box.clone, logs: join(box.root, 'logs') };
  const { run: crash, gone } = await start(tools, scenario.args, { ...options, death });
  const again = await run(tools, scenario.args, { ...options, day: 1 });
  await gone();
  const faults = [
    ...(await judgeMoment(setting, box, crash, false)),
    ...(await judgeMoment(setting, box, again, false)),
    // Which of the two was first is open, but none may take itself for broken.
    ...([0, 3, 4, 5].includes(again.code ?? -1) ? [] : [`meanwhile ${summary(again)}`]),
  ];
  if (isOver(setting, again))
    return leave(box, keep, false, [verdictOf(faults), await judgeEnd(setting, box)]);
  const { known, ...recovery } = await judgeRecovery(setting, box);
  return leave(box, keep, known, [verdictOf(faults), recovery]);
}

/** Where nothing is pushed, a run that has told its result is over: the next one is a release of its own. */
function isOver({ scenario }: Setting, crash: Run): boolean {
  return !scenario.publishes && envelopeOf(crash)?.ok === true;
}

function verdictOf(faults: readonly string[]): Verdict {
  return { kind: faults.length > 0 ? 'wrong' : 'converged', faults };
}

function leave({ root }: Sandbox, keep: boolean, known: boolean, verdicts: readonly Verdict[]): Judged {
  if (!keep) rmSync(root, { recursive: true, force: true });
  return { ...worst(verdicts), known, root };
}

function diesAlone(death: Death): boolean {
  return (death.kind === 'git' || death.kind === 'git-call') && death.who === 'git';
}

function folderName(name: string): string {
  return name.replace(/[^\w.+*-]+/g, '_');
}

/** A released repository whose tags were never made: what `relctl tag` is for. */
async function loseTags(tools: Tools, box: Sandbox, args: readonly string[]): Promise<void> {
  await runWell(tools, args, box);
  for (const folder of [box.clone, box.remote]) {
    const tags = (await git(folder, 'for-each-ref', '--format=%(refname)', 'refs/tags')).trim().split('\n');
    for (const tag of tags) await git(folder, 'update-ref', '-d', tag);
  }
}

async function runWell(tools: Tools, args: readonly string[], box: Sandbox): Promise<void> {
  const { code, stdout, stderr } = await run(tools, args, { cwd: box.clone, logs: join(box.root, 'logs') });
  if (code !== 0) throw new Error(`${args.join(' ')} fails undisturbed: ${stdout}${stderr}`);
}
