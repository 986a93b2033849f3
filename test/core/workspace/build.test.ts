import { describe, expect, it } from 'vitest';
import { buildPackages, type Candidate, selectCandidates } from '../../../src/core/workspace/build.js';
import { configOf, factsOf, project, requirement, type Written, workspaceOf } from '../support/workspace.js';

function candidate(
  path: string,
  name: string,
  facts: Partial<Candidate['facts']> = {},
  named = false,
): Candidate {
  return { facts: factsOf(path, name, facts), named };
}

function build(candidates: readonly Candidate[], written: Written = {}) {
  return buildPackages(candidates, configOf(written));
}

function dependencies(candidates: readonly Candidate[]) {
  return Object.fromEntries(
    build(candidates).map(({ id, dependencies: found }) => [
      id,
      found.map(each => `${each.id} ${each.kinds.join('+')} ${each.specifiers.join(' ')}`.trim()),
    ]),
  );
}

describe('selectCandidates', () => {
  const ALL = [
    candidate('z', 'z'),
    candidate('.', 'root'),
    candidate('packages/a', 'a'),
    candidate('examples/e', 'e'),
  ];
  const paths = (written: Written, all = ALL) =>
    selectCandidates(all, configOf(written)).map(({ facts }) => facts.path);

  it('sorts by path and keeps all without configuration', () => {
    expect(paths({})).toEqual(['.', 'examples/e', 'packages/a', 'z']);
  });

  it('keeps what `packages` matches, leaves out what `exclude` does, and keeps what is configured in any case', () => {
    expect(paths({ packages: ['packages/*', 'z'] })).toEqual(['packages/a', 'z']);
    expect(paths({ exclude: ['**/e', 'z'] })).toEqual(['.', 'packages/a']);
    expect(
      paths({ packages: ['packages/*'], exclude: ['**'], package: { e: { path: 'examples/e' } } }),
    ).toEqual(['examples/e']);
  });

  it('leaves out a root from which nothing is built, unless it is configured', () => {
    const virtual = [candidate('.', 'root', { virtual: true }), candidate('a', 'a', { virtual: true })];
    expect(paths({}, virtual)).toEqual(['a']);
    expect(paths({ package: { root: { path: '.' } } }, virtual)).toEqual(['.', 'a']);
  });
});

describe('buildPackages: ids', () => {
  const ids = (candidates: readonly Candidate[], written: Written = {}) =>
    Object.fromEntries(build(candidates, written).map(({ id, path }) => [path, id]));

  it('takes the normalised name', () => {
    expect(ids([candidate('a', 'Foo_Bar.baz')])).toEqual({ a: 'foo-bar-baz' });
  });

  it('takes the configured id, found by path or by name in any spelling', () => {
    const all = [candidate('a', 'Foo_Bar'), candidate('b', 'other')];
    expect(ids(all, { package: { short: { path: 'a' } } })).toEqual({ a: 'short', b: 'other' });
    expect(ids(all, { package: { 'foo.bar': {} } })).toEqual({ a: 'foo.bar', b: 'other' });
    expect(ids(all, { package: { x: { path: './a/' } } })).toEqual({ a: 'x', b: 'other' });
  });

  it('gives a name that two packages have to the named one, else to the one nearer to the root', () => {
    expect(ids([candidate('a/b/c', 'x'), candidate('z', 'X')])).toEqual({ 'a/b/c': 'a/b/c', z: 'x' });
    expect(ids([candidate('a/b/c', 'x', {}, true), candidate('z', 'x')])).toEqual({ 'a/b/c': 'x', z: 'z' });
  });

  it('gives no id twice, whatever the configuration takes', () => {
    const found = ids([candidate('a', 'x'), candidate('b', 'y'), candidate('x', 'x')], {
      package: { x: { path: 'b' } },
    });
    expect(new Set(Object.values(found)).size).toBe(3);
    expect(found.b).toBe('x');
  });

  it('gives no id twice where a path is the name of another package', () => {
    const found = ids([candidate('deep/er/x', 'tool'), candidate('tool', 'x'), candidate('x', 'x')]);
    expect(new Set(Object.values(found)).size).toBe(3);
  });
});

describe('buildPackages: dependencies', () => {
  it('joins kinds in their order and specifiers, by name in any spelling', () => {
    const needs = [
      requirement('lib-a', { kind: 'dev', specifier: '>=2' }),
      requirement('lib-a', { specifier: '>=1' }),
      requirement('lib-a', { kind: 'optional' }),
      requirement('numpy', { specifier: '>=1' }),
    ];
    expect(
      dependencies([candidate('app', 'app', { requirements: needs }), candidate('lib', 'Lib_A')]),
    ).toEqual({
      app: ['lib-a runtime+optional+dev >=2 >=1'],
      'lib-a': [],
    });
  });

  it('follows a path, also where no name is given or the name is that of another', () => {
    const needs = [
      requirement(null, { path: 'lib' }),
      requirement('other', { path: 'gone' }),
      requirement(null, { path: 'gone' }),
    ];
    expect(
      dependencies([
        candidate('app', 'app', { requirements: needs }),
        candidate('lib', 'lib'),
        candidate('o', 'other'),
      ]),
    ).toMatchObject({ app: ['lib runtime', 'other runtime'] });
  });

  it('drops self references by name and by path', () => {
    const needs = [
      requirement('app'),
      requirement(null, { path: 'app' }),
      requirement('app', { kind: 'optional' }),
    ];
    expect(dependencies([candidate('app', 'App', { requirements: needs })])).toEqual({ app: [] });
  });

  it('leads a name that two packages have to the one that keeps it as its id', () => {
    const all = [
      candidate('app', 'app', { requirements: [requirement('x')] }),
      candidate('a/b/c', 'x'),
      candidate('z', 'x'),
    ];
    expect(dependencies(all)).toMatchObject({ app: ['x runtime'] });
    const named = all.map(each => (each.facts.path === 'a/b/c' ? { ...each, named: true } : each));
    expect(dependencies(named)).toMatchObject({ app: ['x runtime'] });
  });

  it('leads a name to the package that keeps it, where a package of that name stands in the root', () => {
    const all = [
      candidate('app', 'app', { requirements: [requirement('x')] }),
      candidate('.', 'x'),
      candidate('z', 'x'),
    ];
    expect(build(all).find(({ path }) => path === '.')?.id).toBe('x');
    expect(dependencies(all)).toMatchObject({ app: ['x runtime'] });
  });
});

describe('buildPackages: groups and templates', () => {
  const ALL = [candidate('a', 'a'), candidate('b', 'B_b'), candidate('c', 'c')];

  it('gives members their group, and the template of package, group or workspace in this order', () => {
    const found = build(ALL, {
      tag: 'w-{version}',
      group: { g: { packages: ['a', 'b.b'], tag: 'g-{version}' } },
      package: { a: { tag: 'a-{version}' } },
    });
    expect(found.map(({ group, template }) => [group, template])).toEqual([
      ['g', 'a-{version}'],
      ['g', 'g-{version}'],
      [null, 'w-{version}'],
    ]);
  });

  it('refuses a package in two groups', () => {
    const written = { group: { g: { packages: ['a'] }, h: { packages: ['c', './a'] } } };
    expect(() => build(ALL, written)).toThrow(/package a is in two groups, g and h/);
    expect(build(ALL, { group: { g: { packages: ['a', './a'] } } })[0]?.group).toBe('g');
  });
});

describe('buildPackages: what a whole workspace says', () => {
  it('reads versions, modules, inputs and bumpable from the files', async () => {
    const { packages, broken } = await workspaceOf(
      {
        'a/pyproject.toml': project('a', '1.0', 'b>=1'),
        'a/src/a/__init__.py': '__version__ = "1.0"\n',
        'b/pyproject.toml': '[project]\nname = "b"\ndynamic = ["version"]\n[tool.setuptools_scm]\n',
        'c/pyproject.toml': 'broken =\n',
        'tests/d/pyproject.toml': project('d'),
      },
      { package: { a: { inputs: ['schemas/**'] } } },
    );
    expect(packages).toMatchObject([
      {
        ...{ id: 'a', version: '1.0', bumpable: true, module: 'a', inputs: ['schemas/**'] },
        ...{ mirrors: [{ file: 'a/src/a/__init__.py' }], dependencies: [{ id: 'b', specifiers: ['>=1'] }] },
      },
      {
        id: 'b',
        version: null,
        bumpable: false,
        module: null,
        source: { kind: 'setuptools-scm', file: null },
      },
    ]);
    expect(broken).toMatchObject([{ file: 'c/pyproject.toml', line: 1 }]);
  });

  it('keeps packages in skipped folders that a workspace definition or the configuration names', async () => {
    const files = {
      'pyproject.toml': '[tool.uv.workspace]\nmembers = ["examples/*"]\n',
      'examples/e/pyproject.toml': project('e'),
      'tests/t/pyproject.toml': project('t'),
    };
    expect((await workspaceOf(files)).packages.map(({ id }) => id)).toEqual(['e']);
    const configured = await workspaceOf(files, { package: { t: { path: 'tests/t' } } });
    expect(configured.packages.map(({ id }) => id)).toEqual(['e', 't']);
  });
});
