import { describe, expect, it } from 'vitest';
import { tooManyPaths } from '../../../src/core/workflows/rules/many-paths.js';
import { startedBy } from '../../../src/core/workflows/starts.js';
import { workflow } from './support.js';

const docs = (count: number) => Array.from({ length: count }, (_, index) => `docs/${index}.md`);
const code = (count: number) => Array.from({ length: count }, (_, index) => `src/${index}.py`);

/** What is found about a push that changes these files, as `file:line`; null where the workflow is not started. */
function found(on: string, paths: readonly string[], creates = false): string[] | null {
  const workflows = [workflow(`on: ${on}`)];
  const push = {
    ref: 'refs/heads/main',
    kind: 'branch',
    name: 'main',
    creates,
    paths,
    skipWord: null,
  } as const;
  const started = startedBy(workflows, push);
  const problems = tooManyPaths({ push, packages: [], workflows, started });
  for (const { severity, hint } of problems)
    expect([severity, hint]).toEqual(['warning', expect.any(String)]);
  return started.length === 0 ? null : problems.map(({ file, line }) => `${file}:${line}`);
}

describe('a push of more files than GitHub looks at', () => {
  const FOUND = ['.github/workflows/ci.yml:1'];

  it.each<[string, string[], string[] | null]>([
    ["{push: {paths: ['src/**']}}", [...docs(300), ...code(1)], FOUND],
    ["{push: {paths: ['src/**']}}", [...code(1), ...docs(300)], FOUND],
    ["{push: {paths: ['src/**']}}", [...docs(299), ...code(2)], []],
    ["{push: {paths: ['src/**']}}", [...docs(299), ...code(1)], []],
    ["{push: {paths: ['src/**']}}", [...docs(200), ...docs(200), ...code(1)], []],
    ["{push: {paths: ['src/**']}}", docs(400), null],
    ["{push: {paths-ignore: ['docs/**']}}", [...docs(300), ...code(1)], FOUND],
    ["{push: {paths-ignore: ['docs/**']}}", docs(400), null],
    ['push', [...docs(300), ...code(1)], []],
    ['{push: {branches: [main]}}', [...docs(300), ...code(1)], []],
  ])('%s', (on, paths, expected) => {
    expect(found(on, paths)).toEqual(expected);
  });

  it('does not matter where the branch is new to a workflow that waits for that', () => {
    expect(found("{create: , push: {paths: ['src/**']}}", [...docs(300), ...code(1)], true)).toEqual([]);
  });
});
