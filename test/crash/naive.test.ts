import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { judgePoint, prepare } from './matrix.js';
import { boundaries, type Point } from './points.js';
import { type Entry, report } from './report.js';
import { makeTools } from './run.js';
import { everyNth, isShort } from './sample.js';
import { makeBase } from './sandbox.js';
import { SCENARIOS } from './scenarios.js';

const NAIVE = fileURLToPath(new URL('naive.mjs', import.meta.url));

test('the matrix finds most points of the usual order wrong or stuck', async () => {
  const [scenario] = SCENARIOS;
  if (scenario === undefined) throw new Error('no scenario');
  const base = makeBase();
  const root = join(base, 'naive');
  mkdirSync(root);
  // What such a tool does after a success is to release once more: that is not held against it.
  const tools = makeTools(base, [process.execPath, NAIVE]);
  const setting = await prepare(tools, scenario, root, { knowsNoop: false, exact: true });
  const points = (await boundaries(setting, root)).filter(isOfTheProcess);
  const chosen = isShort ? everyNth(points, 5) : points;
  const entries: Entry[] = [];
  for (const point of chosen) {
    const { root: _, ...judged } = await judgePoint(point, root);
    entries.push({ name: point.name, group: 'edit, add, commit, tag, push', ...judged });
  }
  rmSync(base, { recursive: true, force: true });
  process.stderr.write(report(entries, 'the usual order', name => name));
  const bad = entries.filter(({ kind }) => kind === 'wrong' || kind === 'stuck');
  expect(bad.length).toBeGreaterThan(entries.length / 2);
  expect(entries.filter(({ kind }) => kind === 'converged').length).toBeGreaterThan(0);
});

/** Everything dies: its own processes that are killed alone are not what it was made to survive. */
function isOfTheProcess({ death }: Point): boolean {
  return death.kind === 'fs' || (death.kind === 'git' && death.who === 'all');
}
