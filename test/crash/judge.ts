import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import {
  claimFaults,
  envelopeOf,
  finalFaults,
  forbiddenCalls,
  momentFaults,
  stateFaults,
  summary,
} from './invariants.js';
import { type Run, run, type Tools } from './run.js';
import { cloneAfresh, copySandbox, type Sandbox } from './sandbox.js';
import type { Scenario } from './scenarios.js';
import { fingerprint, journalFiles, lockFiles, objectIds, readFiles, type State } from './state.js';

export type Kind = 'converged' | 'lock' | 'stuck' | 'wrong' | 'unreached';

export interface Verdict {
  readonly kind: Kind;
  readonly faults: readonly string[];
}

/** A scenario with the state that it starts from and those that undisturbed runs lead to. */
export interface Setting {
  readonly scenario: Scenario;
  readonly tools: Tools;
  readonly start: Sandbox;
  readonly before: State;
  readonly after: State;
  /** The same, in a fresh clone. */
  readonly afterAfresh: State | null;
  /** Whether a further run must be answered with `noop`; a program that does not know the word is not held to it. */
  readonly knowsNoop: boolean;
  /** Whether states that differ in unreachable objects alone are judged one by one. */
  readonly exact: boolean;
  /** Verdicts by fingerprint of the state after the crash. */
  readonly seen: Map<string, Promise<Verdict>>;
}

const RE_RUNS = 3;
const STATUSES = ['applied', 'resumed', 'noop'];

/** What the crashed run itself did and left behind, before anything is run again. */
export async function judgeMoment(
  setting: Setting,
  box: Sandbox,
  crash: Run,
  survived: boolean,
): Promise<string[]> {
  const { before, after, scenario } = setting;
  return [
    ...forbiddenCalls(crash),
    ...(await momentFaults(box, before, after)),
    ...(survived ? await claimFaults(crash, box, before, after, scenario.publishes) : []),
  ];
}

/** A release that is told to be made is there, whatever relctl has yet to tidy up. */
export async function judgeEnd({ scenario, after }: Setting, box: Sandbox): Promise<Verdict> {
  const faults = await stateFaults(box, after, scenario.publishes);
  return { kind: faults.length > 0 ? 'wrong' : 'converged', faults };
}

/** The same command again, here and in a fresh clone; a state that was judged before is not judged again. */
export async function judgeRecovery(
  setting: Setting,
  box: Sandbox,
): Promise<Verdict & { readonly known: boolean }> {
  const key = await fingerprint(box, setting.exact);
  const known = setting.seen.get(key);
  const verdict = known ?? recover(setting, box);
  setting.seen.set(key, verdict);
  return { ...(await verdict), known: known !== undefined };
}

/** The worst of several verdicts, with the faults of all. */
export function worst(verdicts: readonly Verdict[]): Verdict {
  const order: readonly Kind[] = ['wrong', 'stuck', 'lock', 'converged', 'unreached'];
  const kind = order.find(each => verdicts.some(verdict => verdict.kind === each)) ?? 'unreached';
  return { kind, faults: [...new Set(verdicts.flatMap(({ faults }) => faults))] };
}

async function recover(setting: Setting, box: Sandbox): Promise<Verdict> {
  const copy = setting.scenario.publishes ? await copySandbox(box, join(box.root, 'other')) : null;
  const here = await recoverIn(setting, box, setting.after);
  if (copy === null || setting.afterAfresh === null) return here;
  const fresh = await cloneAfresh(copy);
  const there = await recoverIn(setting, fresh, setting.afterAfresh);
  const verdicts = [here, named('in a fresh clone', there)];
  // The clone in which the run was killed comes back when another one has done its work.
  if (isFine(there)) verdicts.push(named('after a fresh clone', await comeLate(setting, copy)));
  return worst(verdicts);
}

async function recoverIn(setting: Setting, box: Sandbox, wanted: State): Promise<Verdict> {
  const { last, faults, locks } = await runUntilDone(setting, box);
  if (last.code !== 0) return verdictOf(faults, 'stuck', summary(last));
  const { scenario } = setting;
  const wrong = [
    ...faults,
    ...(await finalFaults(box, wanted, scenario.publishes)),
    ...(await again(setting, box)),
  ];
  if (wrong.length > 0) return { kind: 'wrong', faults: wrong };
  return { kind: locks > 0 ? 'lock' : 'converged', faults: [] };
}

/** Nothing may be released twice, and the user's files stay; that its plan was dropped may cost one more run. */
async function comeLate(setting: Setting, box: Sandbox): Promise<Verdict> {
  const there = await objectIds(box.remote);
  const { last, faults } = await runUntilDone(setting, box, ['REMOTE_MOVED']);
  const { before, after } = setting;
  const wrong = [
    ...faults,
    ...(await momentFaults(box, before, after)),
    ...((await objectIds(box.remote)) === there ? [] : ['the remote has changed once more']),
    ...journalFiles(box).map(file => `${file} is left behind`),
  ];
  if (last.code !== 0) return verdictOf(wrong, 'stuck', summary(last));
  return { kind: wrong.length > 0 ? 'wrong' : 'converged', faults: wrong };
}

/**
 * Runs again until it succeeds, at most three times; what git's locks block is unblocked as its user would. A server tells
 * of one lock at a time, so that a run which told of a new one does not count.
 */
async function runUntilDone(
  setting: Setting,
  box: Sandbox,
  passing: readonly string[] = [],
): Promise<{ last: Run; faults: string[]; locks: number }> {
  const faults: string[] = [];
  let locks = 0;
  for (let attempt = 1; ; attempt += 1) {
    const standing = lockFiles(box);
    const last = await runAgain(setting, box, attempt);
    faults.push(...forbiddenCalls(last));
    faults.push(...standing.filter(lock => !existsSync(lock)).map(lock => `removed ${lock}, which is git's`));
    const said = envelopeOf(last);
    if (said === null) faults.push(`not one JSON document: ${summary(last)}`);
    if (last.code === 0 || attempt - locks >= RE_RUNS) {
      const status = said?.result?.status ?? 'noop';
      if (last.code === 0 && !STATUSES.includes(status)) faults.push(`status ${status}`);
      return { last, faults, locks };
    }
    const named = [3, 4, 5].includes(last.code ?? -1)
      ? lockFiles(box).filter(lock => isNamed(lock, last, box))
      : [];
    for (const lock of named) rmSync(lock);
    locks += named.length;
    if (named.length === 0 && !passing.includes(said?.error?.code ?? '')) return { last, faults, locks };
  }
}

/** One run more is answered with `noop` and changes nothing. Where nothing is pushed it is a release of its own. */
async function again(setting: Setting, box: Sandbox): Promise<string[]> {
  if (!setting.knowsNoop || !setting.scenario.publishes) return [];
  const before = [
    await objectIds(box.clone),
    await objectIds(box.remote),
    JSON.stringify([...readFiles(box)]),
  ];
  const last = await runAgain(setting, box, 30);
  const after = [
    await objectIds(box.clone),
    await objectIds(box.remote),
    JSON.stringify([...readFiles(box)]),
  ];
  const { result } = envelopeOf(last) ?? {};
  const isNoop = last.code === 0 && (result?.status === 'noop' || result?.tags?.length === 0);
  return [
    ...(isNoop ? [] : [`one more run: ${summary(last)}`]),
    ...(before.join() === after.join() ? [] : ['one more run has changed something']),
  ];
}

function runAgain({ tools, scenario }: Setting, box: Sandbox, day: number): Promise<Run> {
  return run(tools, scenario.args, { cwd: box.clone, logs: join(box.root, 'logs'), day });
}

/** Git on the server says `remote.git/./refs/heads/main.lock`. */
function isNamed(lock: string, { stdout }: Run, box: Sandbox): boolean {
  const text = stdout.replaceAll('/./', '/');
  return [lock, lock.replace(`${box.clone}/`, '')].some(name => text.includes(name));
}

function isFine({ kind }: Verdict): boolean {
  return kind === 'converged' || kind === 'lock';
}

function named(where: string, { kind, faults }: Verdict): Verdict {
  return { kind, faults: faults.map(fault => `${where}: ${fault}`) };
}

function verdictOf(faults: readonly string[], kind: Kind, last: string): Verdict {
  return { kind: faults.length > 0 ? 'wrong' : kind, faults: [...faults, last] };
}
