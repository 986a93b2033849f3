import { expect } from 'vitest';
import { relctl, relctlJson } from '../../support/relctl.js';
import type { Repository } from '../../support/repository.js';
import type { Edge, ExpectedBump, ExpectedChange, ExpectedPackage, Fixture } from './fixture.js';

/** Runs relctl with `--json`, demands success and gives the result. */
export function answer(repository: Repository, ...args: string[]) {
  const { code, ok, result, error } = relctlJson(args, { cwd: repository.root });
  expect({ args, code, ok, error }).toEqual({ args, code: 0, ok: true, error: undefined });
  return result;
}

/** Runs relctl with `--json`, demands that it refuses with this exit code and a hint, and gives the error. */
export function refusal(repository: Repository, exit: number, ...args: string[]) {
  const { code, ok, error } = relctlJson(args, { cwd: repository.root });
  expect({ args, code, ok }).toEqual({ args, code: exit, ok: false });
  expect(error.hint).not.toBe('');
  return error;
}

export function expectPackages({ repository, expected }: Fixture): void {
  const { packages } = answer(repository, 'list');
  const wanted = expected.packages.map(({ versionSource, versionMirrors, ...facts }) => ({
    ...facts,
    versionSource: expect.objectContaining(versionSource),
    versionMirrors: expect.arrayContaining(versionMirrors.map(mirror => expect.objectContaining(mirror))),
    dependencies: dependenciesOf(facts.id, expected.edges),
  }));
  expect(sortedById(packages.map(comparable))).toEqual(sortedById(wanted));
}

export function expectGraph({ repository, expected }: Fixture): void {
  const graph = answer(repository, 'graph');
  expect(sorted(graph.packages)).toEqual(sorted(expected.packages.map(({ id }) => id)));
  expect(sortedEdges(graph.edges)).toEqual(sortedEdges(expected.edges));
  expect(graph.levels.map(sorted)).toEqual(expected.levels);
  expect(graph.cycles).toEqual(expected.cycles);
}

/** The text names every package once, none before a package of a lower level. */
export function expectLevelsAsText({ repository, expected }: Fixture): void {
  const { code, stdout } = relctl(['graph', '--format', 'levels'], { cwd: repository.root });
  expect(code).toBe(0);
  const levelOf = new Map(expected.levels.flatMap((ids, level) => ids.map(id => [id, level] as const)));
  const named = stdout.split(/[\s,]+/).filter(word => levelOf.has(word));
  expect(sorted(named)).toEqual(sorted([...levelOf.keys()]));
  const levels = named.map(id => levelOf.get(id) ?? -1);
  expect(levels).toEqual(levels.toSorted((a, b) => a - b));
}

/** Compares every commit of the history with the one before it. */
export function expectChangesOfEachCommit({ repository, expected, commits }: Fixture): void {
  const actual = expected.commits.map((_, index) => {
    const [base = '', head = ''] = commits.slice(index, index + 2);
    const result = answer(repository, 'changed', '--base', base, '--head', head);
    expect([result.base.commit, result.head.commit]).toEqual([base, head]);
    return changesIn(result);
  });
  expect(actual).toEqual(expected.commits);
}

interface ChangedRow {
  readonly id: string;
  readonly level: number;
  readonly reasons: readonly { readonly kind: string }[];
}

/** The result of `changed` in the shape of expected.json; also demands that its parts agree with each other. */
export function changesIn(result: {
  packages: ChangedRow[];
  levels: string[][];
  unowned: string[];
  removed: string[];
  hasChanges: boolean;
}): ExpectedChange {
  const { packages, levels } = result;
  expect(result.hasChanges).toBe(packages.length > 0);
  for (const { id, level, reasons } of packages) {
    expect(levels[level]).toContain(id);
    expect(reasons.length).toBeGreaterThan(0);
  }
  const byThemselves = packages.filter(({ reasons }) => reasons.some(({ kind }) => kind !== 'dependency'));
  return {
    changed: sorted(byThemselves.map(({ id }) => id)),
    affected: sorted(packages.map(({ id }) => id)),
    levels: levels.map(sorted),
    unowned: sorted(result.unowned),
    removed: sorted(result.removed),
  };
}

/** The gate is passed: no errors but those that the fixture has. */
export function expectSound({ repository, expected }: Fixture, ...args: string[]): void {
  const { problems } = answer(repository, 'verify-versions', ...args);
  const errors = problems.filter(({ severity }: { severity: string }) => severity === 'error');
  expect(errors).toEqual(expected.verify.errors.map(error => expect.objectContaining(error)));
}

/** The gate is not passed, and says so with exit 1; gives the problems. */
export function expectProblems(repository: Repository, ...args: string[]) {
  const { code, ok, result } = relctlJson(['verify-versions', ...args], { cwd: repository.root });
  expect({ args, code, ok }).toEqual({ args, code: 1, ok: true });
  for (const problem of result.problems) expect(problem.hint).not.toBe('');
  return result.problems;
}

interface Plan {
  readonly status: string;
  readonly releases: readonly { readonly id: string }[];
  readonly edits: readonly object[];
  readonly commit: { readonly parent: string };
  readonly tags: readonly { readonly name: string }[];
}

/** The plan holds the releases and the tags of the bump and no others, and at least its edits. */
function expectPlan(plan: Plan, status: string, bump: ExpectedBump, parent: string): void {
  expect([plan.status, plan.commit.parent]).toEqual([status, parent]);
  const releases = sortedById(bump.releases).map(release => expect.objectContaining(release));
  expect(sortedById(plan.releases)).toEqual(releases);
  const edits = bump.edits.map(edit => expect.objectContaining(edit));
  expect(plan.edits).toEqual(expect.arrayContaining(edits));
  expect(sorted(plan.tags.map(({ name }) => name))).toEqual(sorted(bump.tags));
}

/** A dry run shows the plan and leaves branch, tags and files as they were. */
export function expectDryRun({ repository }: Fixture, bump: ExpectedBump): void {
  const before = stateOf(repository);
  expectPlan(answer(repository, 'bump', ...bump.args, '--dry-run'), 'planned', bump, before.head);
  expect(stateOf(repository)).toEqual(before);
}

/** Runs `bump` and demands the plan, the release commit, its trailers, the annotated tags and a clean work tree. */
export function expectRelease({ repository }: Fixture, bump: ExpectedBump, ...more: string[]): void {
  const before = repository.revision('HEAD');
  expectPlan(answer(repository, 'bump', ...bump.args, ...more), 'applied', bump, before);
  expect(repository.revision('HEAD^')).toBe(before);
  expect(repository.git('symbolic-ref', 'HEAD')).toBe('refs/heads/main');
  expect(repository.status()).toBe('');
  expectEdited(repository, bump);
  const trailers = repository.git('log', '-1', '--format=%(trailers:key=Relctl-Release,valueonly)');
  expect(sorted(trailers.split('\n').filter(Boolean))).toEqual(
    sorted(bump.releases.map(({ id, to }) => `${id} ${to}`)),
  );
  for (const tag of bump.tags) expectTagged(repository, tag);
}

/** HEAD changes exactly one line in each place of the bump, and no other file. */
function expectEdited(repository: Repository, bump: ExpectedBump): void {
  const files = repository.git('diff', '--name-only', 'HEAD^', 'HEAD').split('\n');
  expect(sorted(files)).toEqual(sorted([...new Set(bump.edits.map(({ file }) => file))]));
  for (const { file, line, before, after } of bump.edits) {
    const old = repository.git('show', `HEAD^:${file}`).split('\n')[line - 1] ?? '';
    expect(repository.read(file).split('\n')[line - 1]).toBe(old.replace(before, after));
  }
}

/** An annotated tag at the commit that is named. */
export function expectTagged(
  repository: Repository,
  tag: string,
  commit = repository.revision('HEAD'),
): void {
  expect(repository.git('cat-file', '-t', `refs/tags/${tag}`)).toBe('tag');
  expect(repository.revision(`refs/tags/${tag}^{commit}`)).toBe(commit);
}

/** What must stay as it is when nothing is to be done. */
export function stateOf(repository: Repository) {
  return {
    head: repository.revision('HEAD'),
    refs: repository.git('for-each-ref', '--format=%(refname) %(objectname)'),
    status: repository.status(),
  };
}

function comparable(entry: ExpectedPackage & { dependencies: { id: string; kinds: string[] }[] }) {
  const { id, name, path, module, version, bumpable, versionSource, versionMirrors, tag, group } = entry;
  const dependencies = sortedById(
    entry.dependencies.map(need => ({ id: need.id, kinds: sorted(need.kinds) })),
  );
  return {
    id,
    name,
    path,
    module,
    version,
    bumpable,
    versionSource,
    versionMirrors,
    tag,
    group,
    dependencies,
  };
}

function dependenciesOf(id: string, edges: readonly Edge[]) {
  const own = edges.filter(({ from }) => from === id);
  return sortedById(own.map(({ to, kinds }) => ({ id: to, kinds: sorted(kinds) })));
}

function sortedEdges(edges: readonly Edge[]): string[] {
  return sorted(edges.map(({ from, to, kinds }) => `${from} -> ${to}: ${sorted(kinds).join(', ')}`));
}

function sortedById<Row extends { readonly id: string }>(rows: readonly Row[]): Row[] {
  return rows.toSorted((a, b) => (a.id < b.id ? -1 : 1));
}

function sorted(values: readonly string[]): string[] {
  return values.toSorted();
}
