import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseStep } from '../../../src/core/plan/releases.js';
import { isLevel, LEVELS, type PreLevel, raiseVersion } from '../../../src/core/versions/level.js';
import {
  compareVersions,
  formatVersion,
  parseVersion,
  type Version,
} from '../../../src/core/versions/version.js';
import { PROJECT_ROOT } from '../../support/relctl.js';
import uv from '../../vectors/uv-bumps.json' with { type: 'json' };

/** What `relctl bump` makes of the step; `-` where it refuses, because the version would not increase. */
function bumped(from: string, step: string): string {
  const before = parsed(from);
  const [level = '', pre = null] = step.split(' --pre ');
  if (!isLevel(level)) throw new Error(`${level} is no level`);
  const after = raiseVersion(before, level, pre as PreLevel | null);
  return compareVersions(after, before) > 0 ? formatVersion(after) : '-';
}

function parsed(text: string): Version {
  const version = parseVersion(text);
  if (version === null) throw new Error(`${text} is no version`);
  return version;
}

/** Where relctl means to differ: uv keeps a local part, which no public index takes. */
const LOCAL = Object.entries(uv.answers).filter(([from]) => from.includes('+'));
const PUBLIC = Object.entries(uv.answers).filter(([from]) => !from.includes('+'));

function outcomes(from: string, answers: string): [theirs: string, ours: string][] {
  const theirs = answers.split(' ');
  expect(theirs.length).toBe(uv.steps.length);
  return uv.steps.map((step, index) => [
    `${from} ${step}: ${theirs[index]}`,
    `${from} ${step}: ${bumped(from, step)}`,
  ]);
}

describe(`uv ${uv.uv}`, () => {
  it.each(PUBLIC)('raises %s as relctl does, by every step', (from, answers) => {
    const all = outcomes(from, answers);
    expect(all.map(([, ours]) => ours)).toEqual(all.map(([theirs]) => theirs));
  });

  it.each(
    LOCAL,
  )('refuses the same steps from %s, and keeps the local part that relctl drops', (from, answers) => {
    const all = outcomes(from, answers);
    const dropped = all.map(([theirs]) => theirs.replace(/(?<=: .*)\+.*$/, ''));
    expect(all.map(([, ours]) => ours)).toEqual(dropped);
    expect(all.filter(([theirs, ours]) => theirs !== ours).length).toBeGreaterThan(0);
  });

  it('was asked for every level, and for every --pre that the command takes', () => {
    const pres = ['a', 'b', 'rc', 'dev'] as const;
    const taken = LEVELS.flatMap(level =>
      pres.flatMap(pre => (isTaken(level, pre) ? [`${level} --pre ${pre}`] : [])),
    );
    expect(uv.steps).toEqual([...LEVELS, ...taken]);
  });
});

describe('docs/levels.md', () => {
  const answers: Readonly<Record<string, string>> = uv.answers;
  const page = readFileSync(join(PROJECT_ROOT, 'docs/levels.md'), 'utf8');
  const tables = [...page.matchAll(/^\| kind \|.*\n(?:\|.*\n)+/gm)].map(([table]) =>
    table
      .trim()
      .split('\n')
      .map(row => row.split('|').map(cell => cell.trim().replaceAll('`', ''))),
  );

  it('says in every cell what uv answers', () => {
    const cells = tables.flatMap(([head = [], , ...rows]) =>
      rows.flatMap(([, , from = '', ...results]) =>
        results.slice(0, -1).map((result, index) => ({ from, step: head[index + 3] ?? '', result })),
      ),
    );
    expect(cells.length).toBeGreaterThan(200);
    for (const { from, step, result } of cells) {
      const theirs = answers[from]?.split(' ')[uv.steps.indexOf(step)]?.replace(/\+.*/, '');
      expect([from, step, result.startsWith('refused: ') ? '-' : result]).toEqual([from, step, theirs]);
    }
  });
});

function isTaken(level: string, pre: PreLevel): boolean {
  try {
    return parseStep(level, pre).kind === 'level';
  } catch {
    return false;
  }
}
