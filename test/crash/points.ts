import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Death, deathName, type Who } from './death.js';
import type { Setting } from './judge.js';
import { lines, processesOf, type Run, run } from './run.js';
import { copySandbox } from './sandbox.js';
import { changingCalls, WRITING, WRITING_OF_NODE } from './strace.js';

export interface Point {
  readonly name: string;
  readonly setting: Setting;
  readonly death: Death;
}

const WHO: readonly Who[] = ['all', 'git', 'relctl'];

/** These write objects only: what they leave is garbage to git whoever dies with them. */
const OBJECTS =
  /(?:^|\+)(?:hash-object|read-tree|write-tree|commit-tree|mktree|mktag|unpack-objects|index-pack|pack-objects)\.\d+$/;

/** Before and after every git process, also those that git starts on either side, and before and after every file call. */
export async function boundaries(setting: Setting, root: string): Promise<Point[]> {
  const counted = await count(setting, root, { recordCalls: true });
  const calls = existsSync(join(counted.logs, 'calls')) ? lines(join(counted.logs, 'calls')) : [];
  return pointsOf(setting, [
    ...processesOf(counted).flatMap(process =>
      (['before', 'after'] as const).flatMap(how =>
        WHO.map(who => ({ kind: 'git', process, how, who }) as const),
      ),
    ),
    ...calls.flatMap(call =>
      (/^(?:write|append)/.test(call)
        ? (['before', 'half', 'after'] as const)
        : (['before', 'after'] as const)
      ).map(how => ({ kind: 'fs', call, how }) as const),
    ),
  ]);
}

/** What moves references, here or there, and begins when relctl is dead and the same command runs again. */
export function orphans(around: readonly Point[]): Point[] {
  return around.flatMap(({ setting, death }) => {
    if (death.kind !== 'git' || death.how !== 'before' || death.who !== 'relctl') return [];
    if (!/^(?:push|update-ref|update-index)\.\d+$/.test(death.process)) return [];
    return pointsOf(
      setting,
      DELAYS.map(delay => ({ kind: 'orphan', process: death.process, delay })),
    );
  });
}

/** A re-run takes about a second. */
const DELAYS = [0.2, 0.5, 0.8, 1.1] as const;

/** Every system call with which one of the processes, or relctl itself, changes something. */
export async function systemCalls(setting: Setting, root: string): Promise<Point[]> {
  const counted = await count(setting, root, { traceGit: WRITING, traceRelctl: WRITING_OF_NODE });
  const ofGit = processesOf(counted).flatMap(process => {
    const speaks = /(?:push|receive-pack)\.\d+$/.test(process);
    const who: readonly Who[] = OBJECTS.test(process) ? ['all'] : ['all', 'git'];
    return changingCalls(join(counted.logs, `${process}.strace`), speaks).flatMap(({ name, nth }) =>
      who.map(each => ({ kind: 'git-call', process, call: name, nth, who: each }) as const),
    );
  });
  const ofRelctl = changingCalls(join(counted.logs, 'relctl.strace'), false).map(
    ({ name, nth }) => ({ kind: 'relctl-call', call: name, nth }) as const,
  );
  return pointsOf(setting, [...ofGit, ...ofRelctl]);
}

function pointsOf(setting: Setting, deaths: readonly Death[]): Point[] {
  const named = new Map(deaths.map(death => [`${setting.scenario.name} | ${deathName(death)}`, death]));
  return [...named].map(([name, death]) => ({ name, setting, death }));
}

async function count(
  setting: Setting,
  root: string,
  options: Partial<Parameters<typeof run>[2]>,
): Promise<Run> {
  const box = await copySandbox(setting.start, join(root, `count-${readdirSync(root).length}`));
  const counted = await run(setting.tools, setting.scenario.args, {
    cwd: box.clone,
    logs: join(box.root, 'logs'),
    ...options,
  });
  if (counted.code !== 0)
    throw new Error(`${setting.scenario.name} fails undisturbed: ${counted.stdout}${counted.stderr}`);
  return counted;
}
