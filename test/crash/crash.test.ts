import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, type TestContext, test } from 'vitest';
import { RELCTL } from '../support/relctl.js';
import { type Judged, judgeOrphan, judgePoint, judgeSchedule, prepare } from './matrix.js';
import { boundaries, orphans, type Point, systemCalls } from './points.js';
import { again, type Entry, report } from './report.js';
import { makeTools } from './run.js';
import { everyNth, isShort, shortForm } from './sample.js';
import { makeBase } from './sandbox.js';
import { SCENARIOS } from './scenarios.js';
import { schedule } from './schedules.js';
import { straceFault } from './strace.js';

/**
 * Kills a release at every point where it can be killed, runs the same command again, and looks at what the user, the
 * remote and the next run are left with.
 */
const { CRASH_POINT: only, CRASH_SEED: seed } = process.env;
/** What one point leaves is kept where it was asked for by name. */
const isKept = only !== undefined || seed !== undefined;
const base = makeBase();
const tools = makeTools(base, [process.execPath, RELCTL]);
const fault = straceFault();
const entries: Entry[] = [];
const started = Date.now();

const sets = await Promise.all(
  SCENARIOS.map(async scenario => {
    const root = join(base, scenario.name);
    const setting = await prepare(tools, scenario, root, { knowsNoop: true, exact: !isShort });
    const around = await boundaries(setting, root);
    return { scenario, around, within: fault === null ? await systemCalls(setting, root) : [] };
  }),
);
const points = sets.flatMap(({ around, within }) => [...around, ...within]);

for (const { scenario, around, within } of sets) {
  kill(`${scenario.name}: processes, files`, isShort ? shortForm(around) : around);
  if (fault !== null)
    test.skip(`${scenario.name} | every system call of git and of relctl: ${fault}`, () => {});
  kill(
    `${scenario.name}: git outlives relctl`,
    isShort ? everyNth(orphans(around), 12) : orphans(around),
    judgeOrphan,
  );
  kill(`${scenario.name}: system calls`, isShort ? everyNth(within, 50) : within);
}

const seedOfFirst = seed === undefined ? (isShort ? 1 : Math.floor(Math.random() * 2 ** 31)) : Number(seed);
const schedules = Array.from({ length: seed !== undefined ? 1 : isShort ? 4 : 200 }, (_, index) =>
  schedule(points, seedOfFirst + index),
);
test.concurrent.for(byName(schedules))('%s', async ([, each], context) => {
  const root = join(base, 'schedules');
  mkdirSync(root, { recursive: true });
  settle(await judgeSchedule(each, root, isKept), each.name, 'killed twice or more', context);
});

afterAll(() => {
  const words = fault === null ? [] : [`\nSKIPPED: every point inside of a process. ${fault}`];
  process.stderr.write([report(entries, 'crash matrix'), ...words, ''].join('\n'));
  if (!isKept) rmSync(base, { recursive: true, force: true });
});

function kill(group: string, chosen: readonly Point[], judge = judgePoint): void {
  test.concurrent.for(byName(chosen))('%s', async ([, point], context) => {
    const judged = await judge(point, join(base, point.setting.scenario.name), isKept);
    settle(judged, point.name, group, context);
  });
}

function byName<T extends { readonly name: string }>(items: readonly T[]): [string, T][] {
  return items.filter(({ name }) => isWanted(name)).map(item => [item.name, item]);
}

function isWanted(name: string): boolean {
  if (seed !== undefined) return name.startsWith('seed ');
  return only === undefined || (name.includes(only) && !name.startsWith('seed '));
}

function settle(
  { kind, faults, known, root }: Judged,
  name: string,
  group: string,
  context: TestContext,
): void {
  entries.push({ name, group, kind, faults, known });
  if (!isShort && entries.length % 50 === 0) {
    const seconds = Math.round((Date.now() - started) / 1000);
    process.stderr.write(`${entries.length} of about ${points.length + 200} points, ${seconds} s\n`);
  }
  if (isKept) process.stderr.write(`${kind}: ${name}\n  left in ${root}\n`);
  if (kind === 'unreached') context.skip('the run did not come by here this time');
  if (kind === 'converged' || kind === 'lock') return;
  const error = new Error([`${kind.toUpperCase()}: ${name}`, ...faults, again(name)].join('\n  '));
  if (!isShort) process.stderr.write(`${error.message}\n`);
  error.stack = error.message;
  throw error;
}
