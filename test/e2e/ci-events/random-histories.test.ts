import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GitDeepener } from '../../../src/adapters/git-deepen.js';
import { GitHistory } from '../../../src/adapters/git-history.js';
import { GitProcess } from '../../../src/adapters/git-process.js';
import type { BaseRequest, Candidate } from '../../../src/core/ci/event.js';
import { DEFAULT_CONFIG } from '../../../src/core/config/config.js';
import { RelctlError } from '../../../src/core/errors.js';
import { findScope } from '../../../src/core/operations/find-scope.js';
import { hermeticEnvironment } from '../../support/git-environment.js';

/** More of them: RUNS=2000 npx vitest run test/e2e/ci-events/random-histories.test.ts */
const RUNS = Number(process.env.RUNS ?? 20);

/** For each commit its parents, as distances back; the first commit has none. */
const history = fc.array(fc.uniqueArray(fc.nat(5), { minLength: 1, maxLength: 3 }), {
  minLength: 3,
  maxLength: 30,
});

function git(cwd: string, args: readonly string[], input = ''): string {
  return execFileSync('git', args, {
    cwd,
    input,
    env: hermeticEnvironment(),
    encoding: 'utf8',
    stdio: ['pipe', 'pipe', 'ignore'],
  });
}

/** A repository of that history; the last commit of all is the head. */
function build(root: string, parents: readonly (readonly number[])[], main: number, tags: readonly number[]) {
  const lines = ['feature done'];
  for (const [index, back] of [[], ...parents].entries()) {
    const mark = index + 1;
    const above = [...new Set(back.map(distance => Math.max(1, mark - 1 - distance)))];
    lines.push('commit refs/heads/topic', `mark :${mark}`);
    lines.push(`committer Ada <ada@example.org> ${1_700_000_000 + index} +0000`, 'data 1', 'x');
    if (above.length === 0) lines.push('deleteall');
    for (const [order, parent] of above.entries()) lines.push(`${order === 0 ? 'from' : 'merge'} :${parent}`);
    lines.push(`M 100644 inline f${index}`, 'data 1', 'y');
  }
  const count = parents.length + 1;
  lines.push('reset refs/heads/main', `from :${1 + (main % count)}`, '');
  for (const [index, at] of tags.entries())
    lines.push(`reset refs/tags/core-v1.${index}.0`, `from :${1 + (at % count)}`, '');
  git(root, ['init', '--quiet', '--initial-branch=main']);
  git(root, ['fast-import', '--quiet', '--done'], `${lines.join('\n')}\ndone\n`);
}

/** What a job has: the head, some commits deep, on no branch; and maybe the default branch as well. */
function clone(origin: string, root: string, depth: number, withMain: boolean): void {
  git(root, ['init', '--quiet', '--initial-branch=main']);
  git(root, ['remote', 'add', 'origin', `file://${origin}`]);
  const refs = ['+refs/heads/topic:refs/remotes/pull/7/head'];
  if (withMain) refs.push('+refs/heads/main:refs/remotes/origin/main');
  git(root, ['fetch', '--quiet', '--no-tags', `--depth=${depth}`, 'origin', ...refs]);
  git(root, ['update-ref', '--no-deref', 'HEAD', 'refs/remotes/pull/7/head']);
}

async function basesIn(root: string, candidates: readonly Candidate[], deepen: boolean) {
  const process = new GitProcess(root, hermeticEnvironment());
  const request: BaseRequest = { event: 'x', candidates, otherwise: '' };
  try {
    const scope = await findScope(
      new GitHistory(process, root),
      { read: async () => new Map() },
      { base: null, head: null, packages: [], all: false },
      DEFAULT_CONFIG,
      { event: () => request, deepener: deepen ? new GitDeepener(process) : null },
    );
    return [...scope.bases].sort();
  } catch (error) {
    if (error instanceof RelctlError) return error.code;
    throw error;
  }
}

async function inFolders(work: (origin: string, root: string) => Promise<void>): Promise<void> {
  const folders = [0, 1].map(() => mkdtempSync(join(tmpdir(), 'relctl-random-')));
  try {
    await work(folders[0] as string, folders[1] as string);
  } finally {
    for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  }
}

describe('any history, at any depth', { timeout: RUNS * 1000 + 60_000 }, () => {
  const settings = { numRuns: RUNS, interruptAfterTimeLimit: RUNS * 500, markInterruptAsFailure: false };

  it('has with --deepen the merge bases that git names in the whole of it; without, those or none', async () => {
    const property = fc.asyncProperty(
      history,
      fc.nat(),
      fc.integer({ min: 1, max: 5 }),
      fc.boolean(),
      (parents, main, depth, withMain) =>
        inFolders(async (origin, root) => {
          build(origin, parents, main, []);
          clone(origin, root, depth, withMain);
          const expected = git(origin, ['merge-base', '--all', 'main', 'topic']).trim().split('\n').sort();
          const branch = {
            kind: 'branch',
            how: 'pull-request',
            branch: 'main',
            head: null,
            mergeBase: null,
          } as const;
          const here = await basesIn(root, [branch], false);
          if (here !== 'SHALLOW_CLONE') expect(here).toEqual(expected);
          expect(await basesIn(root, [branch], true)).toEqual(expected);
          expect(await basesIn(root, [branch], false)).toEqual(expected);
        }),
    );
    await fc.assert(property, settings);
  });

  it('tells with --deepen whether the head descends from a commit, and the merge base that GitLab names', async () => {
    const property = fc.asyncProperty(
      history,
      fc.nat(),
      fc.integer({ min: 1, max: 4 }),
      (parents, at, depth) =>
        inFolders(async (origin, root) => {
          build(origin, parents, at, []);
          clone(origin, root, depth, false);
          const expected = git(origin, ['merge-base', '--all', 'main', 'topic']).trim().split('\n').sort();
          const commit = git(origin, ['rev-parse', 'main']).trim();
          const branch = { kind: 'branch', how: 'push', branch: 'main', head: null } as const;
          const ancestor = { kind: 'ancestor', how: 'push', commit } as const;
          const candidates = [ancestor, { ...branch, mergeBase: null }];
          const request = [{ ...branch, mergeBase: expected[0] as string }];
          for (const each of [candidates, request]) {
            const here = await basesIn(root, each, false);
            if (here !== 'SHALLOW_CLONE') expect(here).toEqual(expected);
          }
          expect(await basesIn(root, request, true)).toEqual(expected);
          expect(await basesIn(root, candidates, true)).toEqual(expected);
        }),
    );
    await fc.assert(property, settings);
  });

  it('has with --deepen the release before a tag', async () => {
    const property = fc.asyncProperty(
      history,
      fc.array(fc.nat(), { maxLength: 5 }),
      fc.integer({ min: 1, max: 4 }),
      (parents, tags, depth) =>
        inFolders(async (origin, root) => {
          build(origin, parents, 0, tags);
          clone(origin, root, depth, false);
          const merged = git(origin, ['tag', '--merged=topic', '--sort=-version:refname']).trim();
          const [newest] = merged.split('\n');
          const expected = newest === '' ? [] : [git(origin, ['rev-parse', `${newest}^{commit}`]).trim()];
          const tag = { kind: 'previous-tag', how: 'tag', tag: 'core-v2.0.0' } as const;
          expect(await basesIn(root, [tag], true)).toEqual(expected);
        }),
    );
    await fc.assert(property, settings);
  });
});
